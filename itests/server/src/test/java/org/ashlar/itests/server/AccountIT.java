package org.ashlar.itests.server;

import static org.ashlar.itests.server.MatrixClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The life of accounts and their tokens on the assembled server.
class AccountIT {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @RegisterExtension
  static final AshlarServer server =
      AshlarServer.with(
          """
          registration: {enabled: true, guests: true}
          session: {login_tokens: true}
          rate_limits: {enabled: false}
          """);

  private MatrixClient alice;
  private MatrixClient bob;

  @BeforeEach
  void twoPeopleRegister() {
    int number = NUMBER.incrementAndGet();
    alice = MatrixClient.register(server.baseUri(), "alice" + number);
    bob = MatrixClient.register(server.baseUri(), "bob" + number);
  }

  @Test
  void aClientRefreshesItsTokens() {
    var login = login("\"refresh_token\":true");
    var refreshed = refresh(login.get("refresh_token").asText()).ok();

    assertThat(refreshed.get("expires_in_ms").asLong()).isEqualTo(300_000);
    assertThat(whoami(login).status()).isEqualTo(200);
    assertThat(whoami(refreshed).status()).isEqualTo(200);
    assertThat(whoami(login).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(refresh(login.get("refresh_token").asText()).error())
        .isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(refresh(refreshed.get("refresh_token").asText()).status()).isEqualTo(200);
  }

  @Test
  void aUserLogsInAnotherClientByAToken() {
    var path = "/_matrix/client/v1/login/get_token";
    var asked = alice.call("POST", path, "{}");
    var token = alice.post(path, proof(alice, asked.body().get("session").asText()));
    var body =
        "{\"type\":\"m.login.token\",\"token\":\"" + token.get("login_token").asText() + "\"}";

    assertThat(asked.status()).isEqualTo(401);
    assertThat(nobody().post("/login", body).get("user_id").asText()).isEqualTo(alice.user());
    assertThat(nobody().call("POST", "/login", body).error()).isEqualTo("403 M_FORBIDDEN");
  }

  @Test
  void aGuestBecomesAUser() {
    var guest = nobody().post("/register?kind=guest", "{}");
    var user = guest.get("user_id").asText();

    var registered =
        nobody()
            .post(
                "/register",
                """
                {"username": "%s", "password": "%s", "guest_access_token": "%s",
                 "auth": {"type": "m.login.dummy"}}\
                """
                    .formatted(
                        user.substring(1, user.indexOf(':')),
                        MatrixClient.PASSWORD,
                        guest.get("access_token").asText()));

    assertThat(whoami(guest).body().get("is_guest").asBoolean()).isFalse();
    assertThat(registered.get("user_id").asText()).isEqualTo(user);
  }

  @Test
  void aUserRemovesADevice() {
    var other = login("\"device_id\":\"OTHER\"");

    var answer = alice.call("DELETE", "/devices/OTHER", proof(alice, null));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(whoami(other).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(alice.call("GET", "/account/whoami", null).status()).isEqualTo(200);
  }

  @Test
  void whoDeactivatesAnAccountLeavesAllRooms() throws Exception {
    var room = bob.createRoom("{\"preset\": \"public_chat\"}");
    alice.join(room);
    alice.say(room, "1", "Farewell");
    var since = bob.sync("").get("next_batch").asText();

    var answer = alice.post("/account/deactivate", proof(alice, null));

    assertThat(answer).isEqualTo(json("{\"id_server_unbind_result\": \"success\"}"));
    assertThat(departure(room, since).at("/content/membership").asText()).isEqualTo("leave");
    assertThat(alice.call("GET", "/account/whoami", null).error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(nobody().call("POST", "/login", loginBody("")).error())
        .isEqualTo("403 M_USER_DEACTIVATED");
    assertThat(
            nobody().call("GET", "/register/available?username=" + localpart(alice), null).error())
        .isEqualTo("400 M_USER_IN_USE");
  }

  @Test
  void oldPathsAreServed() {
    assertThat(nobody().get("/_matrix/client/r0/login").get("flows"))
        .isEqualTo(
            json(
                "[{\"type\": \"m.login.password\"},"
                    + " {\"type\": \"m.login.token\", \"get_login_token\": true}]"));
    assertThat(alice.get("/_matrix/client/r0/account/whoami").get("user_id").asText())
        .isEqualTo(alice.user());
  }

  /// The membership of Alice that Bob hears of; other news may come before.
  private JsonNode departure(String room, String since) throws Exception {
    var token = since;
    for (int i = 0; i < 10; i++) {
      var news = bob.awaitSync(token).get(60, TimeUnit.SECONDS);
      for (var event : news.path("rooms").path("join").path(room).at("/timeline/events")) {
        if (event.path("state_key").asText().equals(alice.user())) {
          return event;
        }
      }
      token = news.get("next_batch").asText();
    }
    throw new AssertionError("Bob never heard that Alice left");
  }

  private JsonNode login(String more) {
    return nobody().post("/login", loginBody("," + more));
  }

  private String loginBody(String more) {
    return "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"%s\"},"
            .formatted(alice.user())
        + "\"password\":\"%s\"%s}".formatted(MatrixClient.PASSWORD, more);
  }

  private static MatrixClient.Answer refresh(String token) {
    return nobody().call("POST", "/refresh", "{\"refresh_token\":\"" + token + "\"}");
  }

  private static MatrixClient.Answer whoami(JsonNode session) {
    return new MatrixClient(server.baseUri(), session.get("access_token").asText(), "", "")
        .call("GET", "/account/whoami", null);
  }

  private static MatrixClient nobody() {
    return MatrixClient.nobody(server.baseUri());
  }

  private static String localpart(MatrixClient client) {
    return client.user().substring(1, client.user().indexOf(':'));
  }

  private static String proof(MatrixClient client, String session) {
    return """
    {"auth": {"type": "m.login.password", "password": "%s"%s,
              "identifier": {"type": "m.id.user", "user": "%s"}}}\
    """
        .formatted(
            MatrixClient.PASSWORD,
            session == null ? "" : ", \"session\": \"" + session + "\"",
            client.user());
  }
}
