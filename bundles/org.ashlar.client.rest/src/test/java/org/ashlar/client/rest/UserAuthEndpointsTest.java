package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.ashlar.account.Caller;
import org.ashlar.account.core.password.PasswordPolicy;
import org.ashlar.account.core.registration.RegistrationSettings;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.client.rest.ClientHouse.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Operations that ask who the user is once more.
class UserAuthEndpointsTest {
  private static final String V3 = "/_matrix/client/v3";
  private static final String PASSWORD = V3 + "/account/password";
  private static final String DEACTIVATE = V3 + "/account/deactivate";
  private static final String DELETE_DEVICES = V3 + "/delete_devices";
  private static final UserId ALICE = new UserId("@alice:test");

  private final ClientHouse house = new ClientHouse().open();

  @Test
  void asksForThePasswordFirst() {
    String token = house.register("alice");

    Answer answer = house.post(DELETE_DEVICES, token, "{\"devices\":[\"A\"]}");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body().names()).containsExactlyInAnyOrder("session", "flows", "params");
    assertThat(answer.body().get("flows"))
        .isEqualTo(Json.parse("[{\"stages\":[\"m.login.password\"]}]"));
    assertThat(answer.body().get("params")).isEqualTo(Json.parse("{}"));
  }

  @Test
  void saysThatThePasswordWasWrongAndLetsTheUserTryAgain() {
    String token = house.register("alice");
    String session = session(house.post(PASSWORD, token, body("\"new_password\":\"new\"", null)));

    Answer wrong =
        house.post(PASSWORD, token, body("\"new_password\":\"new\"", auth(session, "wrong")));
    Answer right =
        house.post(PASSWORD, token, body("\"new_password\":\"new\"", auth(session, "secret")));

    assertThat(wrong.error()).isEqualTo("401 M_FORBIDDEN");
    assertThat(wrong.text("session")).isEqualTo(session);
    assertThat(wrong.body().has("completed")).isFalse();
    assertThat(right.body()).isEqualTo(Json.parse("{}"));
  }

  @Test
  void takesTheProofInTheFirstRequest() {
    String token = house.register("alice");

    Answer answer =
        house.post(PASSWORD, token, body("\"new_password\":\"new\"", auth(null, "secret")));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void takesASessionForTheRequestItWasBegunForOnly() {
    String token = house.register("alice");
    String bob = house.register("bob");
    String session = session(house.post(DELETE_DEVICES, token, body("\"devices\":[\"A\"]", null)));

    Answer otherBody =
        house.post(DELETE_DEVICES, token, body("\"devices\":[\"B\"]", auth(session, "secret")));
    Answer otherUser =
        house.post(
            DELETE_DEVICES,
            bob,
            body("\"devices\":[\"A\"]", auth(session, "secret").replace("alice", "bob")));
    Answer otherOperation =
        house.post(PASSWORD, token, body("\"new_password\":\"n\"", auth(session, "secret")));
    Answer same =
        house.post(DELETE_DEVICES, token, body("\"devices\":[\"A\"]", auth(session, "secret")));
    Answer again =
        house.post(DELETE_DEVICES, token, body("\"devices\":[\"A\"]", auth(session, "secret")));

    assertThat(otherBody.error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(otherUser.error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(otherOperation.error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(same.status()).isEqualTo(200);
    assertThat(again.error()).isEqualTo("400 M_INVALID_PARAM");
  }

  @Test
  void goesOnWithASessionOverTheOldPath() {
    String token = house.register("alice");
    String session = session(house.post(DELETE_DEVICES, token, body("\"devices\":[\"A\"]", null)));

    Answer answer =
        house.post(
            "/_matrix/client/r0/delete_devices",
            token,
            body("\"devices\":[\"A\"]", auth(session, "secret")));

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'m.login.password'|{'type':'m.id.user','user':'bob'}          |403 M_FORBIDDEN",
        "'m.login.password'|{'type':'m.id.user','user':'@bob:test'}    |403 M_FORBIDDEN",
        "'m.login.password'|{'type':'m.id.user','user':'nobody'}       |403 M_FORBIDDEN",
        "'m.login.password'|{'type':'m.id.user'}                       |400 M_MISSING_PARAM",
        "'m.login.password'|{'type':'m.id.phone','phone':'1'}          |403 M_FORBIDDEN",
        "'m.login.password'|{'type':'m.id.thirdparty','address':'a@b'} |403 M_FORBIDDEN",
        "'m.login.password'|{'type':'m.id.user','user':'@alice:test'}  |200 null",
        "'m.login.password'|{'type':'m.id.user','user':'alice'}        |200 null",
        "'m.login.password'|null                                       |200 null",
        "'m.login.dummy'   |{'type':'m.id.user','user':'alice'}        |401 M_FORBIDDEN",
        "'m.login.token'   |{'type':'m.id.user','user':'alice'}        |401 M_FORBIDDEN",
      })
  void wantsTheLoginOfTheTokensUser(String type, String identifier, String expected) {
    String token = house.register("alice");
    house.register("bob");
    String auth = "{'type':%s,'identifier':%s,'password':'secret'}".formatted(type, identifier);

    Answer answer =
        house.post(DELETE_DEVICES, token, body("\"devices\":[]", auth.replace('\'', '"')));

    assertThat(answer.error()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/account/password  |{'new_password':1}                        |400 M_BAD_JSON",
        "/account/password  |{}                                        |400 M_MISSING_PARAM",
        "/account/password  |``                                        |400 M_NOT_JSON",
        "/account/password  |{'new_password':'n','logout_devices':'y'} |400 M_BAD_JSON",
        "/account/password  |{'new_password':''}                       |400 M_WEAK_PASSWORD",
        "/account/password  |{'new_password':'n','auth':7}             |400 M_BAD_JSON",
        "/account/password  |{'new_password':'n','auth':{'session':'x'}}|400 M_INVALID_PARAM",
        "/account/password  |{'new_password':'n','auth':{'type':'m.login.password'}}"
            + "|400 M_MISSING_PARAM",
        "/account/deactivate|{'erase':1}                               |400 M_BAD_JSON",
        "/account/deactivate|{'id_server':1}                           |400 M_BAD_JSON",
        "/account/deactivate|``                                        |400 M_NOT_JSON",
        "/delete_devices    |{}                                        |400 M_MISSING_PARAM",
        "/delete_devices    |{'devices':'A'}                           |400 M_BAD_JSON",
        "/delete_devices    |{'devices':[1]}                           |400 M_BAD_JSON",
      })
  void judgesTheRestOfTheRequestFirst(String path, String body, String expected) {
    String token = house.register("alice");

    assertThat(house.post(V3 + path, token, body.replace('\'', '"')).error()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,   /delete_devices,     401 M_MISSING_TOKEN",
    "DELETE, /devices/A,          401 M_MISSING_TOKEN",
    "POST,   /account/password,   401 null",
    "POST,   /account/deactivate, 401 null",
  })
  void knowsWhoMustShowAToken(String method, String path, String expected) {
    String body = "{\"devices\":[],\"new_password\":\"n\"}";
    String guest = house.post(V3 + "/register?kind=guest", null, "{}").text("access_token");

    Answer without = house.call(method, V3 + path, (String) null, body);

    assertThat(without.error()).isEqualTo(expected);
    assertThat(house.call(method, V3 + path, "wrong", body).error())
        .isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(house.call(method, V3 + path, guest, body).error())
        .isEqualTo("403 M_GUEST_ACCESS_FORBIDDEN");
  }

  @Test
  void changesAPasswordAndEndsAllOtherSessions() {
    String token = house.register("alice");
    String other = login("secret", "OTHER").text("access_token");

    house.post(PASSWORD, token, body("\"new_password\":\"new\"", auth(null, "secret")));

    assertThat(whoami(token).status()).isEqualTo(200);
    assertThat(whoami(other).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(login("secret", "X").error()).isEqualTo("403 M_FORBIDDEN");
    assertThat(login("new", "X").status()).isEqualTo(200);
  }

  @Test
  void leavesOtherSessionsWhenTheUserWants() {
    String token = house.register("alice");
    String other = login("secret", "OTHER").text("access_token");

    house.post(
        PASSWORD,
        token,
        body("\"new_password\":\"new\",\"logout_devices\":false", auth(null, "secret")));

    assertThat(whoami(token).status()).isEqualTo(200);
    assertThat(whoami(other).status()).isEqualTo(200);
  }

  @Test
  void changesThePasswordOfAUserWithoutToken() {
    String token = house.register("alice");
    String wanted = "\"new_password\":\"new\"";
    String session = session(house.post(PASSWORD, null, body(wanted, null)));

    Answer nameless =
        house.post(
            PASSWORD,
            null,
            body(wanted, "{\"type\":\"m.login.password\",\"password\":\"secret\"}"));
    Answer wrong = house.post(PASSWORD, null, body(wanted, auth(session, "wrong")));
    Answer right = house.post(PASSWORD, null, body(wanted, auth(session, "secret")));

    assertThat(nameless.error()).isEqualTo("400 M_MISSING_PARAM");
    assertThat(wrong.error()).isEqualTo("401 M_FORBIDDEN");
    assertThat(right.status()).isEqualTo(200);
    assertThat(whoami(token).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(login("new", "X").status()).isEqualTo(200);
  }

  @Test
  void refusesAWeakPasswordBeforeItAsksForTheOldOne() {
    ClientHouse strict =
        new ClientHouse(
                new RegistrationSettings(
                    true,
                    false,
                    Set.of(),
                    false,
                    "",
                    new PasswordPolicy(6, false, false, false, false)))
            .open();
    String token = strict.register("alice");

    assertThat(strict.post(PASSWORD, token, "{\"new_password\":\"short\"}").error())
        .isEqualTo("400 M_WEAK_PASSWORD");
  }

  @Test
  void removesADevice() {
    String token = house.register("alice");
    String other = login("secret", "OTHER").text("access_token");
    Answer asked = house.call("DELETE", V3 + "/devices/OTHER", token, null);

    Answer answer =
        house.call(
            "DELETE",
            V3 + "/devices/OTHER",
            token,
            "{\"auth\":" + auth(session(asked), "secret") + "}");

    assertThat(asked.error()).isEqualTo("401 null");
    assertThat(answer.body()).isEqualTo(Json.parse("{}"));
    assertThat(whoami(other).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(house.get(V3 + "/devices/OTHER", token).error()).isEqualTo("404 M_NOT_FOUND");
  }

  @Test
  void removesADeviceThatIsNotThereAndTheOneInUse() {
    String token = house.register("alice");
    String own = whoami(token).text("device_id");

    Answer unknown =
        house.call(
            "DELETE",
            V3 + "/devices/" + "x".repeat(600),
            token,
            "{\"auth\":" + auth(null, "secret") + "}");
    Answer mine =
        house.call(
            "DELETE", V3 + "/devices/" + own, token, "{\"auth\":" + auth(null, "secret") + "}");

    assertThat(unknown.status()).isEqualTo(200);
    assertThat(mine.status()).isEqualTo(200);
    assertThat(whoami(token).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
  }

  @Test
  void removesSeveralDevices() {
    String token = house.register("alice");
    String one = login("secret", "ONE").text("access_token");
    String two = login("secret", "TWO").text("access_token");

    house.post(
        DELETE_DEVICES,
        token,
        body("\"devices\":[\"ONE\",\"TWO\",\"GONE\",\"\"]", auth(null, "secret")));

    assertThat(whoami(one).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(whoami(two).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(whoami(token).status()).isEqualTo(200);
  }

  @Test
  void closesAnAccountForEver() {
    String token = house.register("alice");
    house.put(V3 + "/profile/@alice:test/displayname", token, "{\"displayname\":\"Alice\"}");
    house.put(V3 + "/user/@alice:test/account_data/t", token, "{\"a\":1}");

    Answer answer = house.post(DEACTIVATE, token, body("\"erase\":true", auth(null, "secret")));

    assertThat(answer.body()).isEqualTo(Json.parse("{\"id_server_unbind_result\":\"success\"}"));
    assertThat(whoami(token).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(login("secret", "X").error()).isEqualTo("403 M_USER_DEACTIVATED");
    assertThat(house.get(V3 + "/register/available?username=alice", null).error())
        .isEqualTo("400 M_USER_IN_USE");
    assertThat(house.house.store.account(ALICE).orElseThrow().status())
        .isEqualTo(Caller.Status.DEACTIVATED);
    assertThat(house.house.accounts.erased(List.of(ALICE))).containsExactly(ALICE);
    assertThat(house.house.store.accountData(ALICE, null, "t")).isEmpty();
    assertThat(house.house.store.profile(ALICE).orElseThrow().isEmpty()).isTrue();
    assertThat(house.leavers).containsExactly(ALICE);
  }

  @Test
  void erasesNobodyWhoDidNotAsk() {
    String token = house.register("alice");

    Answer answer = house.post(DEACTIVATE, token, "{\"auth\":" + auth(null, "secret") + "}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(house.house.accounts.erased(List.of(ALICE))).isEmpty();
    assertThat(house.leavers).containsExactly(ALICE);
  }

  @Test
  void closesTheAccountOfAUserWithoutToken() {
    house.register("alice");

    Answer asked = house.post(DEACTIVATE, null, "{}");
    Answer answer =
        house.post(DEACTIVATE, null, "{\"auth\":" + auth(session(asked), "secret") + "}");

    assertThat(asked.error()).isEqualTo("401 null");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(house.leavers).containsExactly(ALICE);
  }

  @Test
  void letsSuspendedUsersLeaveButNotShowThemselves() {
    String token = house.register("alice");
    house.house.store.setStatus(ALICE, Caller.Status.SUSPENDED);

    assertThat(
            house
                .put(V3 + "/profile/@alice:test/displayname", token, "{\"displayname\":\"A\"}")
                .error())
        .isEqualTo("403 M_USER_SUSPENDED");
    assertThat(house.delete(V3 + "/profile/@alice:test/avatar_url", token).error())
        .isEqualTo("403 M_USER_SUSPENDED");
    assertThat(whoami(token).status()).isEqualTo(200);
    assertThat(login("secret", "X").status()).isEqualTo(200);
    assertThat(
            house
                .post(DELETE_DEVICES, token, body("\"devices\":[\"X\"]", auth(null, "secret")))
                .status())
        .isEqualTo(200);
    assertThat(house.post(DEACTIVATE, token, "{\"auth\":" + auth(null, "secret") + "}").status())
        .isEqualTo(200);
  }

  @Test
  void refusesTheProofOfALockedUserWithoutToken() {
    house.register("alice");
    house.house.store.setStatus(ALICE, Caller.Status.LOCKED);

    Answer answer = house.post(DEACTIVATE, null, "{\"auth\":" + auth(null, "secret") + "}");

    assertThat(answer.error()).isEqualTo("401 M_USER_LOCKED");
    assertThat(answer.body().bool("soft_logout")).contains(true);
  }

  private Answer whoami(String token) {
    return house.get(V3 + "/account/whoami", token);
  }

  private Answer login(String password, String device) {
    return house.post(
        V3 + "/login",
        null,
        "{\"type\":\"m.login.password\",\"user\":\"alice\",\"password\":\"%s\",\"device_id\":\"%s\"}"
            .formatted(password, device));
  }

  private static String session(Answer answer) {
    assertThat(answer.status()).isEqualTo(401);
    return answer.text("session");
  }

  private static String body(String members, String auth) {
    return auth == null ? "{" + members + "}" : "{" + members + ",\"auth\":" + auth + "}";
  }

  private static String auth(String session, String password) {
    String of = session == null ? "" : ",\"session\":\"" + session + "\"";
    return "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"alice\"},"
               + "\"password\":\""
        + password
        + "\""
        + of
        + "}";
  }
}
