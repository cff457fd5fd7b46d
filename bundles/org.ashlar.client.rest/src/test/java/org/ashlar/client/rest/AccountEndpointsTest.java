package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.ashlar.account.Caller;
import org.ashlar.account.core.password.PasswordPolicy;
import org.ashlar.account.core.registration.RegistrationSettings;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.client.rest.ClientHouse.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountEndpointsTest {
  private static final String REGISTER = "/_matrix/client/v3/register";
  private static final String LOGIN = "/_matrix/client/v3/login";
  private static final String SECRET = "/_synapse/admin/v1/register";

  private final ClientHouse house = new ClientHouse().open();

  @Test
  void registersInOneRequest() {
    Answer answer =
        house.post(
            REGISTER,
            null,
            """
            {"username":"alice","password":"secret","device_id":"PHONE",
             "auth":{"type":"m.login.dummy"}}
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().names())
        .containsExactlyInAnyOrder("user_id", "access_token", "device_id", "home_server");
    assertThat(answer.text("user_id")).isEqualTo("@alice:test");
    assertThat(answer.text("device_id")).isEqualTo("PHONE");
    assertThat(house.get("/_matrix/client/v3/account/whoami", answer.text("access_token")).body())
        .isEqualTo(
            Json.parse("{\"user_id\":\"@alice:test\",\"device_id\":\"PHONE\",\"is_guest\":false}"));
  }

  @Test
  void challengesARegistrationWithoutAuth() {
    Answer answer = house.post(REGISTER, null, "{}");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body().names()).containsExactlyInAnyOrder("session", "flows", "params");
    assertThat(answer.body().get("flows"))
        .isEqualTo(Json.parse("[{\"stages\":[\"m.login.dummy\"]}]"));
  }

  @Test
  void saysWhyAStageFailedBesideTheChallenge() {
    String session = house.post(REGISTER, null, "{}").text("session");

    Answer answer =
        house.post(
            REGISTER,
            null,
            "{\"auth\":{\"type\":\"m.login.other\",\"session\":\"" + session + "\"}}");

    assertThat(answer.error()).isEqualTo("401 M_FORBIDDEN");
    assertThat(answer.text("session")).isEqualTo(session);
    assertThat(answer.body().has("flows")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|'{'                                        |400 M_NOT_JSON",
        "|''                                         |400 M_NOT_JSON",
        "|'[]'                                       |400 M_BAD_JSON",
        "|'{\"username\":1}'                         |400 M_BAD_JSON",
        "|'{\"password\":{}}'                        |400 M_BAD_JSON",
        "|'{\"auth\":\"dummy\"}'                     |400 M_BAD_JSON",
        "|'{\"inhibit_login\":\"yes\"}'              |400 M_BAD_JSON",
        "|'{\"username\":\"Alice\"}'                 |400 M_INVALID_USERNAME",
        "|'{\"username\":\"taken\"}'                 |400 M_USER_IN_USE",
        "|'{\"auth\":{\"type\":\"m.login.dummy\"}}'  |400 M_MISSING_PARAM",
        "|'{\"auth\":{\"session\":\"unknown\"}}'     |400 M_INVALID_PARAM",
        "?kind=robot|'{}'                            |400 M_INVALID_PARAM",
      })
  void refusesBadRegistrations(String query, String body, String error) {
    house.register("taken");

    Answer answer = house.post(REGISTER + (query == null ? "" : query), null, body);

    assertThat(answer.error()).isEqualTo(error);
  }

  @Test
  void registersGuestsWhoMayDoLittle() {
    Answer guest = house.post(REGISTER + "?kind=guest", null, "{}");
    String token = guest.text("access_token");

    assertThat(guest.status()).isEqualTo(200);
    assertThat(house.get("/_matrix/client/v3/account/whoami", token).body().bool("is_guest"))
        .contains(true);
    assertThat(house.get("/_matrix/client/v3/capabilities", token).error())
        .isEqualTo("403 M_GUEST_ACCESS_FORBIDDEN");
  }

  @Test
  void registersNobodyWhenItIsOff() {
    ClientHouse closed =
        new ClientHouse(
                new RegistrationSettings(false, false, Set.of(), false, "", PasswordPolicy.NONE))
            .open();

    assertThat(closed.post(REGISTER, null, "{}").error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(closed.post(REGISTER + "?kind=guest", null, "{}").error())
        .isEqualTo("403 M_FORBIDDEN");
    assertThat(closed.get(SECRET, null).error()).isEqualTo("400 M_UNKNOWN");
  }

  @Test
  void tellsWhichNamesAreFree() {
    house.register("alice");

    assertThat(house.get(REGISTER + "/available?username=bob", null).body())
        .isEqualTo(Json.parse("{\"available\":true}"));
    assertThat(house.get(REGISTER + "/available?username=alice", null).error())
        .isEqualTo("400 M_USER_IN_USE");
    assertThat(house.get(REGISTER + "/available?username=B", null).error())
        .isEqualTo("400 M_INVALID_USERNAME");
    assertThat(house.get(REGISTER + "/available", null).error()).isEqualTo("400 M_MISSING_PARAM");
  }

  @Test
  void tellsHowToLogIn() {
    assertThat(house.get(LOGIN, null).body())
        .isEqualTo(Json.parse("{\"flows\":[{\"type\":\"m.login.password\"}]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"m.id.user\",\"user\":\"alice\"}",
        "{\"type\":\"m.id.user\",\"user\":\"@alice:test\"}",
      })
  void logsInByIdentifier(String identifier) {
    house.register("alice");

    Answer answer =
        house.post(
            LOGIN,
            null,
            "{\"type\":\"m.login.password\",\"identifier\":%s,\"password\":\"secret\"}"
                .formatted(identifier));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().names())
        .containsExactlyInAnyOrder("user_id", "access_token", "device_id", "home_server");
  }

  @Test
  void logsInByTheOldUserFieldAndTellsWhereTheServerIs() {
    house.register("alice");
    house.publicBaseUrl("https://matrix.test/");

    Answer answer =
        house.post(
            LOGIN,
            null,
            "{\"type\":\"m.login.password\",\"user\":\"alice\",\"password\":\"secret\"}");

    assertThat(answer.body().get("well_known"))
        .isEqualTo(Json.parse("{\"m.homeserver\":{\"base_url\":\"https://matrix.test\"}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                                |400 M_NOT_JSON",
        "{}                                                                |400 M_MISSING_PARAM",
        "{\"type\":7}                                                      |400 M_BAD_JSON",
        "{\"type\":\"m.login.magic\"}                                      |400 M_UNKNOWN",
        "{\"type\":\"m.login.password\"}                                   |400 M_MISSING_PARAM",
        "{\"type\":\"m.login.password\",\"user\":\"alice\"}                |400 M_MISSING_PARAM",
        "{\"type\":\"m.login.password\",\"user\":\"alice\",\"password\":1} |400 M_BAD_JSON",
        "{\"type\":\"m.login.password\",\"user\":\"alice\",\"password\":\"x\"}|403 M_FORBIDDEN",
        "{\"type\":\"m.login.password\",\"user\":\"bob\",\"password\":\"x\"}  |403 M_FORBIDDEN",
        "{\"type\":\"m.login.password\",\"medium\":\"email\",\"address\":\"a@b\"}|403 M_FORBIDDEN",
        "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.phone\"}}|403 M_FORBIDDEN",
        "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.x\"}}|400 M_UNKNOWN",
        "{\"type\":\"m.login.password\",\"identifier\":{}}                 |400 M_MISSING_PARAM",
      })
  void refusesBadLogins(String body, String error) {
    house.register("alice");

    assertThat(house.post(LOGIN, null, body).error()).isEqualTo(error);
  }

  @Test
  void refusesADeviceIdThatIsTooLong() {
    house.register("alice");
    String body =
        "{\"type\":\"m.login.password\",\"user\":\"alice\",\"password\":\"secret\",\"device_id\":\""
            + "x".repeat(513)
            + "\"}";

    assertThat(house.post(LOGIN, null, body).error()).isEqualTo("400 M_INVALID_PARAM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"device_id", "initial_device_display_name"})
  void refusesWhatNoTextColumnHolds(String field) {
    String body =
        """
        {"username":"alice","password":"secret","auth":{"type":"m.login.dummy"},
         "%s":"a\\u0000b"}
        """
            .formatted(field);

    assertThat(house.post(REGISTER, null, body).error()).isEqualTo("400 M_INVALID_PARAM");
  }

  @Test
  void tellsOwnersOfClosedAccountsSo() {
    house.register("alice");
    house.house.store.setStatus(new UserId("@alice:test"), Caller.Status.DEACTIVATED);
    String right = "{\"type\":\"m.login.password\",\"user\":\"alice\",\"password\":\"secret\"}";

    assertThat(house.post(LOGIN, null, right).error()).isEqualTo("403 M_USER_DEACTIVATED");
  }

  @Test
  void logsOut() {
    String token = house.register("alice");

    assertThat(house.post("/_matrix/client/v3/logout", token, null).body())
        .isEqualTo(Json.parse("{}"));

    Answer after = house.get("/_matrix/client/v3/account/whoami", token);
    assertThat(after.error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(after.body().bool("soft_logout")).contains(false);
  }

  @Test
  void logsOutEverywhere() {
    String first = house.register("alice");
    String second =
        house
            .post(
                LOGIN,
                null,
                "{\"type\":\"m.login.password\",\"user\":\"alice\",\"password\":\"secret\"}")
            .text("access_token");

    house.post("/_matrix/client/v3/logout/all", second, "{}");

    assertThat(house.get("/_matrix/client/v3/devices", first).error())
        .isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(house.get("/_matrix/client/v3/devices", second).error())
        .isEqualTo("401 M_UNKNOWN_TOKEN");
  }

  @Test
  void showsAndNamesDevices() {
    String token = house.register("alice");
    String device = house.get("/_matrix/client/v3/account/whoami", token).text("device_id");
    String path = "/_matrix/client/v3/devices/" + device;

    assertThat(house.put(path, token, "{\"display_name\":\"Pocket\"}").status()).isEqualTo(200);
    assertThat(house.put(path, token, "{}").status()).isEqualTo(200);

    assertThat(house.get(path, token).text("display_name")).isEqualTo("Pocket");
    JsonArray all =
        house.get("/_matrix/client/v3/devices", token).body().array("devices").orElseThrow();
    assertThat(all.objects()).hasSize(1);
    assertThat(all.objects().getFirst().string("device_id")).contains(device);
    assertThat(house.get("/_matrix/client/v3/devices/OTHER", token).error())
        .isEqualTo("404 M_NOT_FOUND");
    assertThat(house.put("/_matrix/client/v3/devices/OTHER", token, "{}").error())
        .isEqualTo("404 M_NOT_FOUND");
  }

  @Test
  void registersForWhoKnowsTheSharedSecret() throws Exception {
    ClientHouse secret =
        new ClientHouse(
                new RegistrationSettings(
                    false, false, Set.of(), false, "shared_secret", PasswordPolicy.NONE))
            .open();
    String nonce = secret.get(SECRET, null).text("nonce");
    String mac = mac("shared_secret", nonce + "\0alice\0secret\0admin");

    Answer answer =
        secret.post(
            SECRET,
            null,
            "{\"nonce\":\"%s\",\"username\":\"alice\",\"password\":\"secret\",\"admin\":true,\"mac\":\"%s\"}"
                .formatted(nonce, mac));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().names())
        .containsExactlyInAnyOrder("user_id", "access_token", "device_id", "home_server");
    assertThat(secret.post(SECRET, null, "{}").error()).isEqualTo("400 M_BAD_JSON");
    assertThat(
            secret
                .post(
                    SECRET,
                    null,
                    "{\"nonce\":\"x\",\"username\":\"a\",\"password\":\"b\",\"mac\":\"c\"}")
                .error())
        .isEqualTo("400 M_UNKNOWN");
  }

  @Test
  void refusesAWrongSignature() {
    ClientHouse secret =
        new ClientHouse(
                new RegistrationSettings(
                    false, false, Set.of(), false, "shared_secret", PasswordPolicy.NONE))
            .open();
    String nonce = secret.get(SECRET, null).text("nonce");

    Answer answer =
        secret.post(
            SECRET,
            null,
            "{\"nonce\":\"%s\",\"username\":\"alice\",\"password\":\"secret\",\"mac\":\"00\"}"
                .formatted(nonce));

    assertThat(answer.error()).isEqualTo("403 M_UNKNOWN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"username\":\"a\\u0000\"}                                        |400"
            + " M_INVALID_USERNAME",
        "{\"auth\":{\"session\":\"\\u0000\"}}                               |400 M_INVALID_PARAM",
        "{\"device_id\":\"\\u0000\"}                                        |400 M_INVALID_PARAM",
        "{\"initial_device_display_name\":\"\\u0000\"}                      |400 M_INVALID_PARAM",
      })
  void refusesZeroCharactersInRegistrations(String body, String error) {
    assertThat(house.post(REGISTER, null, body).error()).isEqualTo(error);
  }

  @Test
  void refusesZeroCharactersElsewhere() {
    String token = house.register("alice");
    String guest = "{\"initial_device_display_name\":\"\\u0000\"}";
    String login = "{\"type\":\"m.login.password\",\"user\":\"\\u0000\",\"password\":\"\\u0000\"}";

    assertThat(house.post(REGISTER + "?kind=guest", null, guest).error())
        .isEqualTo("400 M_INVALID_PARAM");
    assertThat(house.post(LOGIN, null, login).error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(house.get("/_matrix/client/v3/devices/a\0", token).error())
        .isEqualTo("404 M_NOT_FOUND");
    assertThat(
            house.put("/_matrix/client/v3/devices/a\0", token, "{\"display_name\":\"a\"}").error())
        .isEqualTo("404 M_NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "register/email         |{EMAIL,SECRET,ATTEMPT}         |403 M_THREEPID_DENIED",
        "register/msisdn        |{PHONE,SECRET,ATTEMPT}         |403 M_THREEPID_DENIED",
        "account/password/email |{EMAIL,SECRET,ATTEMPT}         |400 M_THREEPID_NOT_FOUND",
        "account/password/msisdn|{PHONE,SECRET,ATTEMPT}         |400 M_THREEPID_NOT_FOUND",
        "register/email         |{SECRET,ATTEMPT}               |400 M_MISSING_PARAM",
        "register/email         |{EMAIL,ATTEMPT}                |400 M_MISSING_PARAM",
        "register/email         |{EMAIL,SECRET}                 |400 M_MISSING_PARAM",
        "register/email         |{'email':'a',SECRET,ATTEMPT}   |400 M_INVALID_PARAM",
        "register/email         |{EMAIL,'client_secret':'ä',ATTEMPT}|400 M_INVALID_PARAM",
        "register/email         |``                             |400 M_NOT_JSON",
        "register/msisdn        |{EMAIL,SECRET,ATTEMPT}         |400 M_MISSING_PARAM",
        "register/msisdn        |{'country':'gb','phone_number':'1',SECRET,ATTEMPT}"
            + "|400 M_INVALID_PARAM",
      })
  void knowsNoAddresses(String path, String body, String error) {
    String filled =
        body.replace("EMAIL", "'email':'a@b.test'")
            .replace("PHONE", "'country':'GB','phone_number':'07700900001'")
            .replace("SECRET", "'client_secret':'monkeys'")
            .replace("ATTEMPT", "'send_attempt':1")
            .replace('\'', '"');

    assertThat(house.post("/_matrix/client/v3/" + path + "/requestToken", null, filled).error())
        .isEqualTo(error);
  }

  private static String mac(String key, String text) throws Exception {
    var mac = javax.crypto.Mac.getInstance("HmacSHA1");
    mac.init(new javax.crypto.spec.SecretKeySpec(key.getBytes(), "HmacSHA1"));
    return java.util.HexFormat.of().formatHex(mac.doFinal(text.getBytes()));
  }
}
