package org.ashlar.itests.server;

import static org.ashlar.itests.server.MatrixClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Accounts, what belongs to them, what passes between members, and the frame of the client API, on
/// the assembled server.
class SessionIT {
  private static final String SECRET = "between you and me";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @RegisterExtension
  static final AshlarServer server =
      AshlarServer.with(
          """
          registration:
            enabled: true
            shared_secret: %s
          rate_limits:
            enabled: false
          """
              .formatted(SECRET));

  private MatrixClient alice;

  @BeforeEach
  void aliceRegisters() {
    alice = person("alice");
  }

  private static MatrixClient person(String name) {
    return MatrixClient.register(server.baseUri(), name + NUMBER.incrementAndGet());
  }

  @Test
  void registrationWithoutAuthNamesTheFlows() {
    var answer = MatrixClient.nobody(server.baseUri()).call("POST", "/register", "{}");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body().get("flows")).isEqualTo(json("[{\"stages\": [\"m.login.dummy\"]}]"));
    assertThat(answer.body().get("session").asText()).isNotEmpty();
  }

  @Test
  void whoKnowsTheSharedSecretRegistersOthers() throws Exception {
    var nobody = MatrixClient.nobody(server.baseUri());
    var nonce = nobody.get("/_synapse/admin/v1/register").get("nonce").asText();
    var name = "root" + NUMBER.incrementAndGet();
    var body =
        """
        {"nonce": "%s", "username": "%s", "password": "%s", "admin": true, "mac": "%s"}\
        """
            .formatted(
                nonce,
                name,
                MatrixClient.PASSWORD,
                mac(String.join("\0", nonce, name, MatrixClient.PASSWORD, "admin")));

    var root = nobody.session("/_synapse/admin/v1/register", body);

    assertThat(root.user()).isEqualTo("@" + name + ":localhost");
    assertThat(root.login().get("/account/whoami").get("user_id").asText()).isEqualTo(root.user());
    assertThat(nobody.call("POST", "/_synapse/admin/v1/register", body).status()).isEqualTo(400);
  }

  private static String mac(String text) throws Exception {
    var mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aTokenEndsWithItsSession() {
    var second = alice.login();

    assertThat(second.get("/account/whoami"))
        .isEqualTo(
            json(
                """
                {"user_id": "%s", "device_id": "%s", "is_guest": false}\
                """
                    .formatted(alice.user(), second.device())));
    assertThat(second.post("/logout", "{}")).isEqualTo(json("{}"));

    assertThat(second.call("GET", "/account/whoami", null).error())
        .isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(alice.get("/account/whoami").get("device_id").asText()).isEqualTo(alice.device());
    assertThat(MatrixClient.nobody(server.baseUri()).call("GET", "/account/whoami", null).error())
        .isEqualTo("401 M_MISSING_TOKEN");
  }

  @Test
  void filtersAreKeptAndUsed() {
    var room = alice.createRoom("{}");
    alice.say(room, "t1", "a text");
    alice.put("/rooms/" + room + "/send/x.other/t2", "{}");
    var filter = "{\"room\": {\"timeline\": {\"types\": [\"x.*\"]}}}";

    var path = "/user/" + alice.user() + "/filter";
    var id = alice.post(path, filter).get("filter_id").asText();

    assertThat(alice.get(path + "/" + id)).isEqualTo(json(filter));
    assertThat(alice.call("GET", path + "/99999", null).error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(person("bob").call("GET", path + "/" + id, null).error())
        .isEqualTo("403 M_FORBIDDEN");
    var timeline =
        alice.get("/sync?filter=" + id).at("/rooms/join").get(room).at("/timeline/events");
    assertThat(timeline).hasSize(1);
    assertThat(timeline.at("/0/type").asText()).isEqualTo("x.other");
  }

  @Test
  void accountDataComesInSync() {
    var room = alice.createRoom("{}");
    var user = "/user/" + alice.user();
    alice.put(user + "/account_data/x.before", "{}");
    var since = alice.sync("").get("next_batch").asText();

    alice.put(user + "/account_data/x.global", "{\"a\": 1}");
    alice.put(user + "/rooms/" + room + "/account_data/x.room", "{\"b\": [2]}");

    assertThat(alice.get(user + "/account_data/x.global")).isEqualTo(json("{\"a\": 1}"));
    assertThat(alice.get(user + "/rooms/" + room + "/account_data/x.room"))
        .isEqualTo(json("{\"b\": [2]}"));
    var sync = alice.sync(since);
    assertThat(sync.at("/account_data/events"))
        .isEqualTo(json("[{\"type\": \"x.global\", \"content\": {\"a\": 1}}]"));
    assertThat(sync.at("/rooms/join").get(room).at("/account_data/events"))
        .isEqualTo(json("[{\"type\": \"x.room\", \"content\": {\"b\": [2]}}]"));
    assertThat(alice.sync(sync.get("next_batch").asText()).has("account_data")).isFalse();
    assertThat(person("bob").call("GET", user + "/account_data/x.global", null).error())
        .isEqualTo("403 M_FORBIDDEN");
  }

  @Test
  void typingAndReceiptsReachTheOthers() throws Exception {
    var bob = person("bob");
    var room = alice.createRoom("{\"preset\": \"public_chat\"}");
    bob.post("/join/" + room, "{}");
    var event = bob.say(room, "t1", "Read this");
    var since = bob.sync("").get("next_batch").asText();

    var typing = bob.awaitSync(since);
    alice.put(
        "/rooms/" + room + "/typing/" + alice.user(), "{\"typing\": true, \"timeout\": 30000}");
    var typed = typing.get(30, TimeUnit.SECONDS);
    assertThat(typed.at("/rooms/join").get(room).at("/ephemeral/events"))
        .isEqualTo(
            json(
                """
                [{"type": "m.typing", "content": {"user_ids": ["%s"]}}]\
                """
                    .formatted(alice.user())));

    alice.put("/rooms/" + room + "/typing/" + alice.user(), "{\"typing\": false}");
    var stopped = bob.sync(typed.get("next_batch").asText());
    assertThat(stopped.at("/rooms/join").get(room).at("/ephemeral/events"))
        .isEqualTo(json("[{\"type\": \"m.typing\", \"content\": {\"user_ids\": []}}]"));

    var reading = bob.awaitSync(stopped.get("next_batch").asText());
    alice.post("/rooms/" + room + "/receipt/m.read/" + event, "{}");
    var read = reading.get(30, TimeUnit.SECONDS);
    var receipt = read.at("/rooms/join").get(room).at("/ephemeral/events/0");
    assertThat(receipt.get("type").asText()).isEqualTo("m.receipt");
    var reader = receipt.get("content").get(event).get("m.read").get(alice.user());
    assertThat(reader.get("ts").asLong()).isPositive();
    assertThat(receipt.get("content").properties()).hasSize(1);
    assertThat(bob.call("POST", "/rooms/" + room + "/receipt/m.other/" + event, "{}").error())
        .isEqualTo("400 M_INVALID_PARAM");
  }

  @Test
  void e23AReceiptForAnOlderEventChangesNothing() throws Exception {
    // Given
    var bob = person("bob");
    var room = alice.createRoom("{\"preset\": \"public_chat\"}");
    bob.post("/join/" + room, "{}");
    var older = bob.say(room, "t1", "older");
    var newer = bob.say(room, "t2", "newer");
    var receipts = "/rooms/" + room + "/receipt/";
    alice.post(receipts + "m.read/" + newer, "{}");
    alice.post(receipts + "m.fully_read/" + newer, "{}");
    var since = bob.sync("").get("next_batch").asText();

    // When
    alice.post(receipts + "m.read/" + older, "{}");
    alice.post(receipts + "m.read/" + older, "{\"thread_id\": \"main\"}");
    alice.post(receipts + "m.fully_read/" + older, "{}");

    // Then
    var told = bob.sync(since).at("/rooms/join").get(room).at("/ephemeral/events/0/content");
    assertThat(told.properties()).hasSize(1);
    assertThat(told.get(older).get("m.read").get(alice.user()).get("thread_id").asText())
        .isEqualTo("main");
    var all = bob.sync("").at("/rooms/join").get(room).at("/ephemeral/events");
    assertThat(all.toString()).contains(newer, older);
    var marker =
        alice.get("/user/" + alice.user() + "/rooms/" + room + "/account_data/m.fully_read");
    assertThat(marker.get("event_id").asText()).isEqualTo(older);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing, 404",
    "POST, /_matrix/client/v99/login, 404",
    "GET, /_matrix/unknown, 404",
    "GET, /_synapse/nothing, 404",
    "DELETE, /login, 405",
    "GET, /createRoom, 405",
    "PATCH, /sync, 405",
  })
  void whatIsNotThereIsNotRecognized(String method, String path, int status) {
    var answer = alice.call(method, path, method.equals("GET") ? null : "{}");

    assertThat(answer.error()).isEqualTo(status + " M_UNRECOGNIZED");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
  }

  @Test
  void browsersMayAsk() {
    var answer = MatrixClient.nobody(server.baseUri()).call("OPTIONS", "/sync", null);

    assertThat(answer.status()).isBetween(200, 204);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(
            answer.headers().firstValue("Access-Control-Allow-Methods").orElseThrow().split(", "))
        .contains("GET", "POST", "PUT", "DELETE", "OPTIONS");
    assertThat(
            answer.headers().firstValue("Access-Control-Allow-Headers").orElseThrow().split(", "))
        .contains("X-Requested-With", "Content-Type", "Authorization");
    assertThat(alice.call("GET", "/nothing", null).headers().firstValue("Content-Type"))
        .contains("application/json");
  }

  @Test
  void theServerTellsWhatItCan() {
    assertThat(alice.get("/_matrix/client/versions").get("versions").toString())
        .contains("\"v1.11\"");
    var versions = alice.get("/capabilities").at("/capabilities/m.room_versions");
    assertThat(versions.get("default").asText()).isEqualTo("12");
    assertThat(versions.at("/available/11").asText()).isEqualTo("stable");
    assertThat(versions.at("/available/12").asText()).isEqualTo("stable");
    assertThat(alice.get("/login").toString()).contains("m.login.password");
  }
}
