package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.ashlar.account.Caller;
import org.ashlar.account.core.AccountHouse;
import org.ashlar.account.core.password.PasswordPolicy;
import org.ashlar.account.core.registration.RegistrationSettings;
import org.ashlar.account.core.session.SessionLifetimes;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.client.rest.ClientHouse.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Refresh tokens, login tokens, guests, and what the server says about them.
class SessionEndpointsTest {
  private static final String V3 = "/_matrix/client/v3";
  private static final String GET_TOKEN = "/_matrix/client/v1/login/get_token";
  private static final String VALIDITY =
      "/_matrix/client/v1/register/m.login.registration_token/validity";
  private static final String PROOF =
      "{\"auth\":{\"type\":\"m.login.password\",\"password\":\"secret\",\"user\":\"alice\"}}";
  private static final UserId ALICE = new UserId("@alice:test");
  private static final SessionLifetimes WITH_LOGIN_TOKENS =
      new SessionLifetimes(Duration.ofMinutes(5), null, null, Duration.ofMinutes(2));

  private final ClientHouse house = new ClientHouse().open();

  @Test
  void givesNoRefreshTokenToWhoDoesNotAsk() {
    house.register("alice");

    assertThat(login("").body().names())
        .containsExactlyInAnyOrder("user_id", "access_token", "device_id", "home_server");
  }

  @Test
  void refreshesALogin() {
    house.register("alice");
    Answer login = login(",\"refresh_token\":true");

    Answer refreshed = refresh(login.text("refresh_token"));

    assertThat(login.body().integer("expires_in_ms")).hasValue(300_000);
    assertThat(refreshed.status()).isEqualTo(200);
    assertThat(refreshed.body().names())
        .containsExactlyInAnyOrder("access_token", "refresh_token", "expires_in_ms");
    assertThat(refreshed.body().integer("expires_in_ms")).hasValue(300_000);
    assertThat(whoami(login.text("access_token")).status()).isEqualTo(200);
    assertThat(whoami(refreshed.text("access_token")).text("device_id"))
        .isEqualTo(login.text("device_id"));
    assertThat(whoami(login.text("access_token")).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    Answer late = refresh(login.text("refresh_token"));
    assertThat(late.error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(late.body().bool("soft_logout")).contains(true);
  }

  @Test
  void refreshesARegistration() {
    Answer registered =
        house.post(
            V3 + "/register",
            null,
            """
            {"username":"alice","password":"secret","refresh_token":true,
             "auth":{"type":"m.login.dummy"}}
            """);

    assertThat(registered.body().integer("expires_in_ms")).hasValue(300_000);
    assertThat(refresh(registered.text("refresh_token")).status()).isEqualTo(200);
  }

  @Test
  void softlyLogsOutWhoseTokenExpiredAndLetsTheClientRefreshIt() {
    house.register("alice");
    Answer login = login(",\"refresh_token\":true");
    house.house.pass(Duration.ofMinutes(5));

    Answer expired = whoami(login.text("access_token"));

    assertThat(expired.error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(expired.body().bool("soft_logout")).contains(true);
    assertThat(whoami(refresh(login.text("refresh_token")).text("access_token")).status())
        .isEqualTo(200);
  }

  @Test
  void letsRefreshTokensExpire() {
    house.house.apply(
        new SessionLifetimes(Duration.ofMinutes(5), Duration.ofDays(1), Duration.ofHours(1), null));
    house.register("alice");
    Answer login = login(",\"refresh_token\":true");
    Answer plain = login("");
    assertThat(plain.body().integer("expires_in_ms")).hasValue(3_600_000);

    house.house.pass(Duration.ofDays(1));

    assertThat(refresh(login.text("refresh_token")).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(whoami(plain.text("access_token")).body().bool("soft_logout")).contains(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                    |400 M_MISSING_PARAM",
        "``                    |400 M_NOT_JSON",
        "{'refresh_token':1}   |400 M_BAD_JSON",
        "{'refresh_token':''}  |401 M_UNKNOWN_TOKEN",
        "{'refresh_token':'x'} |401 M_UNKNOWN_TOKEN",
      })
  void refusesBadRefreshes(String body, String error) {
    assertThat(house.post(V3 + "/refresh", null, body.replace('\'', '"')).error()).isEqualTo(error);
  }

  @Test
  void refreshesNoAccessTokenAndNoSessionOfALockedOrClosedAccount() {
    house.register("alice");
    Answer login = login(",\"refresh_token\":true");
    assertThat(refresh(login.text("access_token")).error()).isEqualTo("401 M_UNKNOWN_TOKEN");

    house.house.store.setStatus(ALICE, Caller.Status.LOCKED);
    Answer locked = refresh(login.text("refresh_token"));
    house.house.store.setStatus(ALICE, Caller.Status.ACTIVE);
    Answer open = refresh(login.text("refresh_token"));
    house.house.accounts.deactivate(ALICE, false);

    assertThat(locked.error()).isEqualTo("401 M_USER_LOCKED");
    assertThat(locked.body().bool("soft_logout")).contains(true);
    assertThat(open.status()).isEqualTo(200);
    assertThat(refresh(open.text("refresh_token")).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
  }

  @Test
  void givesLoginTokensOnlyWhenItIsConfigured() {
    String token = house.register("alice");

    assertThat(house.post(GET_TOKEN, token, PROOF).error()).isEqualTo("400 M_UNKNOWN");
    assertThat(byToken("x").error()).isEqualTo("400 M_UNKNOWN");
    assertThat(house.get(V3 + "/login", null).body())
        .isEqualTo(Json.parse("{\"flows\":[{\"type\":\"m.login.password\"}]}"));
    assertThat(capability(token, "m.get_login_token")).isFalse();
  }

  @Test
  void logsAnotherClientInByAToken() {
    house.house.apply(WITH_LOGIN_TOKENS);
    String token = house.register("alice");
    Answer asked = house.post(GET_TOKEN, token, "{}");

    Answer issued = house.post(GET_TOKEN, token, PROOF);
    Answer login = byToken(issued.text("login_token"));

    assertThat(asked.status()).isEqualTo(401);
    assertThat(asked.body().has("flows")).isTrue();
    assertThat(issued.body().names()).containsExactlyInAnyOrder("login_token", "expires_in_ms");
    assertThat(issued.body().integer("expires_in_ms")).hasValue(120_000);
    assertThat(login.text("user_id")).isEqualTo("@alice:test");
    assertThat(byToken(issued.text("login_token")).error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(house.get(V3 + "/login", null).body())
        .isEqualTo(
            Json.parse(
                "{\"flows\":[{\"type\":\"m.login.password\"},"
                    + "{\"type\":\"m.login.token\",\"get_login_token\":true}]}"));
    assertThat(capability(token, "m.get_login_token")).isTrue();
  }

  @Test
  void forgetsALoginTokenInTime() {
    house.house.apply(WITH_LOGIN_TOKENS);
    String token = house.register("alice");
    String issued = house.post(GET_TOKEN, token, PROOF).text("login_token");
    house.house.pass(Duration.ofMinutes(2));

    assertThat(byToken(issued).error()).isEqualTo("403 M_FORBIDDEN");
  }

  @Test
  void logsNobodyInWhoseAccountIsClosed() {
    house.house.apply(WITH_LOGIN_TOKENS);
    String token = house.register("alice");
    String first = house.post(GET_TOKEN, token, PROOF).text("login_token");
    String second = house.post(GET_TOKEN, token, PROOF).text("login_token");
    house.house.store.setStatus(ALICE, Caller.Status.LOCKED);
    Answer locked = byToken(first);
    house.house.store.setStatus(ALICE, Caller.Status.DEACTIVATED);

    assertThat(locked.error()).isEqualTo("401 M_USER_LOCKED");
    assertThat(byToken(second).error()).isEqualTo("403 M_USER_DEACTIVATED");
  }

  @Test
  void wantsATokenForALoginByToken() {
    house.house.apply(WITH_LOGIN_TOKENS);
    String guest = guest().text("access_token");

    assertThat(house.post(V3 + "/login", null, "{\"type\":\"m.login.token\"}").error())
        .isEqualTo("400 M_MISSING_PARAM");
    assertThat(house.post(GET_TOKEN, null, "{}").error()).isEqualTo("401 M_MISSING_TOKEN");
    assertThat(house.post(GET_TOKEN, guest, "{}").error())
        .isEqualTo("403 M_GUEST_ACCESS_FORBIDDEN");
    assertThat(house.post(GET_TOKEN, house.register("alice"), null).error())
        .isEqualTo("400 M_NOT_JSON");
  }

  @Test
  void ignoresWhatAGuestMayNotChoose() {
    Answer guest =
        house.post(
            V3 + "/register?kind=guest",
            null,
            """
            {"username":"alice","password":7,"device_id":{},"inhibit_login":true,
             "refresh_token":true,"initial_device_display_name":"Guest"}
            """);

    assertThat(guest.status()).isEqualTo(200);
    assertThat(guest.text("user_id")).isNotEqualTo("@alice:test");
    assertThat(guest.body().names())
        .containsExactlyInAnyOrder("user_id", "access_token", "device_id", "home_server");
    assertThat(house.get(V3 + "/devices", guest.text("access_token")).status()).isEqualTo(200);
  }

  @Test
  void makesAUserOfAGuest() {
    Answer guest = guest();
    String name = new UserId(guest.text("user_id")).localpart();

    Answer asked = upgrade(name, guest.text("access_token"), "");
    Answer user =
        upgrade(name, guest.text("access_token"), ",\"auth\":{\"type\":\"m.login.dummy\"}");

    assertThat(asked.status()).isEqualTo(401);
    assertThat(user.text("user_id")).isEqualTo(guest.text("user_id"));
    assertThat(whoami(user.text("access_token")).body().bool("is_guest")).contains(false);
    assertThat(whoami(guest.text("access_token")).body().bool("is_guest")).contains(false);
    assertThat(upgrade(name, guest.text("access_token"), "").error()).isEqualTo("403 M_FORBIDDEN");
  }

  @Test
  void makesUsersOnlyOfTheGuestsTheyWere() {
    Answer guest = guest();
    String name = new UserId(guest.text("user_id")).localpart();
    String other = guest().text("access_token");
    String user = house.register("alice");

    assertThat(upgrade(name, other, "").error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(upgrade(name, "unknown", "").error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(upgrade("alice", user, "").error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(
            house
                .post(
                    V3 + "/register",
                    null,
                    "{\"guest_access_token\":\"" + guest.text("access_token") + "\"}")
                .error())
        .isEqualTo("400 M_MISSING_PARAM");
    assertThat(house.post(V3 + "/register", null, "{\"username\":\"" + name + "\"}").error())
        .isEqualTo("400 M_USER_IN_USE");
  }

  @Test
  void opensNoSessionWhenLoginIsInhibited() {
    Answer answer =
        house.post(
            V3 + "/register",
            null,
            """
            {"username":"alice","password":"secret","inhibit_login":true,"refresh_token":true,
             "auth":{"type":"m.login.dummy"}}
            """);

    assertThat(answer.body().names()).containsExactlyInAnyOrder("user_id", "home_server");
  }

  @Test
  void tellsWhichRegistrationTokensAreValid() {
    ClientHouse wanting = new ClientHouse(registration(true)).open();

    assertThat(wanting.get(VALIDITY + "?token=abc", null).body())
        .isEqualTo(Json.parse("{\"valid\":true}"));
    assertThat(wanting.get(VALIDITY + "?token=xyz", null).body())
        .isEqualTo(Json.parse("{\"valid\":false}"));
    assertThat(wanting.get(VALIDITY, null).error()).isEqualTo("400 M_MISSING_PARAM");
    assertThat(
            new ClientHouse(registration(false)).open().get(VALIDITY + "?token=abc", null).error())
        .isEqualTo("403 M_FORBIDDEN");
  }

  @Test
  void showsWhenAndFromWhereADeviceWasUsed() {
    String token = house.register("alice");
    String device = whoami(token).text("device_id");
    house.house.writeLastSeen();

    Answer answer = house.get(V3 + "/devices/" + device, token);

    assertThat(answer.text("last_seen_ip")).isEqualTo("192.0.2.1");
    assertThat(answer.body().integer("last_seen_ts")).hasValue(AccountHouse.START.toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/_matrix/client/v3/register",
        "/_matrix/client/v3/register?kind=guest",
        "/_matrix/client/v3/login",
      })
  void showsFromTheBeginningWhenAndFromWhereADeviceWasUsed(String path) {
    house.register("alice");
    Answer session =
        house.post(
            path,
            null,
            "{\"username\":\"bob\",\"user\":\"alice\",\"password\":\"secret\","
                + "\"type\":\"m.login.password\",\"auth\":{\"type\":\"m.login.dummy\"}}");

    Answer devices = house.get(V3 + "/devices", session.text("access_token"));

    assertThat(devices.body().array("devices").orElseThrow().objects())
        .isNotEmpty()
        .allSatisfy(
            device -> {
              assertThat(device.string("last_seen_ip")).contains("192.0.2.1");
              assertThat(device.integer("last_seen_ts"))
                  .hasValue(AccountHouse.START.toEpochMilli());
            });
  }

  @Test
  void notesTheUseOfADeviceOnceAMinute() {
    String token = house.register("alice");
    String device = whoami(token).text("device_id");
    house.house.writeLastSeen();
    house.house.pass(Duration.ofSeconds(59));
    whoami(token);
    house.house.writeLastSeen();
    long early = lastSeen(token, device);
    house.house.pass(Duration.ofSeconds(1));
    whoami(token);
    house.house.writeLastSeen();

    assertThat(early).isEqualTo(AccountHouse.START.toEpochMilli());
    assertThat(lastSeen(token, device))
        .isEqualTo(AccountHouse.START.plusSeconds(60).toEpochMilli());
  }

  private long lastSeen(String token, String device) {
    return house.get(V3 + "/devices/" + device, token).body().integer("last_seen_ts").orElseThrow();
  }

  private static RegistrationSettings registration(boolean enabled) {
    return new RegistrationSettings(enabled, true, Set.of("abc"), false, "", PasswordPolicy.NONE);
  }

  private boolean capability(String token, String name) {
    return house
        .get(V3 + "/capabilities", token)
        .body()
        .object("capabilities")
        .flatMap(all -> all.object(name))
        .flatMap(one -> one.bool("enabled"))
        .orElseThrow();
  }

  private Answer guest() {
    return house.post(V3 + "/register?kind=guest", null, "{}");
  }

  private Answer upgrade(String name, String token, String auth) {
    return house.post(
        V3 + "/register",
        null,
        "{\"username\":\"%s\",\"password\":\"secret\",\"guest_access_token\":\"%s\"%s}"
            .formatted(name, token, auth));
  }

  private Answer login(String more) {
    return house.post(
        V3 + "/login",
        null,
        "{\"type\":\"m.login.password\",\"user\":\"alice\",\"password\":\"secret\"" + more + "}");
  }

  private Answer byToken(String token) {
    return house.post(
        V3 + "/login", null, "{\"type\":\"m.login.token\",\"token\":\"" + token + "\"}");
  }

  private Answer refresh(String token) {
    return house.post(V3 + "/refresh", null, "{\"refresh_token\":\"" + token + "\"}");
  }

  private Answer whoami(String token) {
    return house.get(V3 + "/account/whoami", token);
  }
}
