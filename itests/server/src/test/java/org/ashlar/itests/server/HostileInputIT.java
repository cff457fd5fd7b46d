package org.ashlar.itests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is sent to the assembled server, it answers with the right code, stores nothing of it
/// and goes on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputIT {
  private static final String CLIENT = "/_matrix/client/v3";

  @RegisterExtension
  static final AshlarServer server =
      AshlarServer.with(
          """
          registration:
            enabled: true
          rate_limits:
            enabled: false
          http:
            header_timeout_seconds: 1
            body_timeout_seconds: 1
            listeners:
              - port: ${port}
          """);

  private MatrixClient alice;
  private MatrixClient bob;
  private String room;
  private String event;

  @BeforeAll
  void open() {
    alice = MatrixClient.register(server.baseUri(), "alice");
    bob = MatrixClient.register(server.baseUri(), "bob");
    room = alice.createRoom("{\"preset\": \"public_chat\"}");
    event = alice.say(room, "first", "Hello");
  }

  /// Nobody's request leads to a fault in the server, and the next one is served.
  @AfterEach
  void theServerGoesOn() throws Exception {
    assertThat(alice.get("/account/whoami").get("user_id").asText()).isEqualTo(alice.user());
    assertThat(Files.readString(server.output())).doesNotContain("ERROR");
  }

  static Stream<Arguments> badBodies() {
    return Stream.of(
        Arguments.of("cut off", bytes("{\"a\":"), "400 M_NOT_JSON"),
        Arguments.of("no JSON", bytes("hello"), "400 M_NOT_JSON"),
        Arguments.of("nothing", bytes(""), "400 M_NOT_JSON"),
        Arguments.of(
            "invalid UTF-8",
            new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
            "400 M_NOT_JSON"),
        Arguments.of("a lone surrogate", bytes("{\"a\":\"\\ud800\"}"), "400 M_NOT_JSON"),
        Arguments.of("deep", bytes("{\"a\":" + "[".repeat(50_000)), "400 M_NOT_JSON"),
        Arguments.of(
            "a long number", bytes("{\"a\":" + "9".repeat(50_000) + "}"), "400 M_NOT_JSON"),
        Arguments.of("an array", bytes("[]"), "400 M_BAD_JSON"),
        Arguments.of("null", bytes("null"), "400 M_BAD_JSON"),
        Arguments.of("a fraction", bytes("{\"a\":1.5}"), "400 M_BAD_JSON"),
        Arguments.of("too large a number", bytes("{\"a\":9007199254740992}"), "400 M_BAD_JSON"),
        Arguments.of(
            "an event too large",
            bytes("{\"a\":\"" + "x".repeat(65_536) + "\"}"),
            "413 M_TOO_LARGE"),
        Arguments.of("a huge body", new byte[2_000_000], "413 M_TOO_LARGE"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badBodies")
  void aBadBodyIsNoEvent(String name, byte[] body, String error) throws Exception {
    var path = CLIENT + "/rooms/" + room + "/send/m.room.message/bad";
    try (var raw = new RawConnection(server.port())) {
      raw.send(RawConnection.head("PUT", path, alice.token(), body.length)).send(body);
      assertThat(raw.read().error()).isEqualTo(error);
    }
    var newest = alice.get("/rooms/" + room + "/messages?dir=b&limit=1").at("/chunk/0/event_id");
    assertThat(newest.asText()).isEqualTo(event);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/register     | {\"username\": 7}                              | 400 M_BAD_JSON",
        "/register     | {\"username\": \"UPPER case\"}                 | 400 M_INVALID_USERNAME",
        "/register     | {\"auth\": []}                                 | 400 M_BAD_JSON",
        "/login        | {}                                             | 400 M_MISSING_PARAM",
        "/login        | {\"type\": {}}                                 | 400 M_BAD_JSON",
        "/login        | {\"type\": \"m.login.password\", \"identifier\": \"x\"} | 400 M_BAD_JSON",
        "/login        | {\"type\": \"m.login.unknown\"}                | 400 M_UNKNOWN",
        "/createRoom   | {\"invite\": \"@bob:localhost\"}               | 400 M_BAD_JSON",
        "/createRoom   | {\"invite\": [\"bob\"]}                        | 400 M_INVALID_PARAM",
        "/createRoom   | {\"preset\": \"secret\"}                       | 400 M_INVALID_PARAM",
        "/createRoom   | {\"initial_state\": [7]}                       | 400 M_BAD_JSON",
        "/createRoom   | {\"initial_state\": [{\"content\": {}}]}       | 400 M_MISSING_PARAM",
        "/createRoom   | {\"power_level_content_override\": {\"users\": 7}} | 400"
            + " M_INVALID_ROOM_STATE",
        "/createRoom   | {\"room_version\": 12}                         | 400 M_BAD_JSON",
        "/join/nowhere | {}                                             | 400 M_INVALID_PARAM",
        "/rooms/ROOM/invite | {}                                        | 400 M_MISSING_PARAM",
        "/rooms/ROOM/invite | {\"user_id\": \"bob\"}                    | 400 M_INVALID_PARAM",
        "/rooms/ROOM/invite | {\"user_id\": \"@alice:localhost\"}       | 403 M_FORBIDDEN",
        "/rooms/ROOM/read_markers | {\"m.read\": \"x\"}                 | 400 M_INVALID_PARAM",
        "/rooms/ROOM/receipt/m.read/$none | {}                          | 404 M_NOT_FOUND",
        "/rooms/ROOM/receipt/m.read/EVENT | {\"thread_id\": \"\\u0000\"} | 400 M_INVALID_PARAM",
        "/user/@alice:localhost/filter | {\"room\": []}                 | 400 M_BAD_JSON",
      })
  void wrongTypesAreNamed(String path, String body, String error) {
    assertThat(alice.call("POST", path(path), body).error()).isEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/sync?since=nonsense                          | 400 M_INVALID_PARAM",
        "/sync?since=s1_9_9                            | 400 M_INVALID_PARAM",
        "/sync?timeout=soon                            | 400 M_INVALID_PARAM",
        "/sync?filter=%7B                              | 400 M_NOT_JSON",
        "/sync?filter=77777                            | 400 M_INVALID_PARAM",
        "/rooms/ROOM/messages                          | 400 M_MISSING_PARAM",
        "/rooms/ROOM/messages?dir=x                    | 400 M_INVALID_PARAM",
        "/rooms/ROOM/messages?dir=b&from=x             | 400 M_INVALID_PARAM",
        "/rooms/ROOM/messages?dir=b&limit=-1           | 400 M_INVALID_PARAM",
        "/rooms/ROOM/members?membership=gone           | 400 M_INVALID_PARAM",
        "/rooms/ROOM/event/$none                       | 404 M_NOT_FOUND",
        "/rooms/!none:localhost/state                  | 403 M_FORBIDDEN",
        "/rooms/nothing/state                          | 400 M_INVALID_PARAM",
      })
  void wrongParametersAreNamed(String path, String error) {
    assertThat(alice.call("GET", path(path), null).error()).isEqualTo(error);
  }

  private String path(String path) {
    return path.replace("ROOM", room).replace("EVENT", event);
  }

  /// Every endpoint that reads a body, with everything that may be in it.
  @Test
  void noBodyLeadsToAFault() {
    List<String> faults = new ArrayList<>();
    var target = alice.createRoom("{\"preset\": \"public_chat\"}");
    var message = alice.say(target, "first", "Hello");
    var values =
        List.of(
            "null",
            "true",
            "-1",
            "1.5",
            "1e400",
            "\"\"",
            "\"\\u0000\"",
            "\"" + "x".repeat(70_000) + "\"",
            "[]",
            "[[]]",
            "[{}]",
            "{}",
            "{\"\\u0000\": [null]}",
            "{\"users\": {\"@a:b\": \"x\"}}");
    for (var endpoint : endpoints().entrySet()) {
      var request = endpoint.getKey().split(" ");
      for (var field : endpoint.getValue()) {
        for (var value : values) {
          var body = "{\"" + field + "\": " + value + "}";
          var answer =
              bob.call(
                  request[0], request[1].replace("ROOM", target).replace("EVENT", message), body);
          if (answer.status() >= 500) {
            faults.add(endpoint.getKey() + " " + body + ": " + answer.error());
          }
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  private static Map<String, List<String>> endpoints() {
    return Map.ofEntries(
        Map.entry("POST /register", List.of("username", "password", "device_id", "auth")),
        Map.entry("POST /login", List.of("type", "identifier", "password", "device_id")),
        Map.entry(
            "POST /createRoom",
            List.of("name", "invite", "initial_state", "creation_content", "room_version")),
        Map.entry("POST /rooms/ROOM/invite", List.of("user_id", "reason")),
        Map.entry("POST /rooms/ROOM/join", List.of("reason", "third_party_signed")),
        Map.entry("POST /rooms/ROOM/kick", List.of("user_id", "reason")),
        Map.entry("POST /rooms/ROOM/receipt/m.read/EVENT", List.of("thread_id")),
        Map.entry("POST /rooms/ROOM/read_markers", List.of("m.fully_read", "m.read")),
        Map.entry("POST /user/@bob:localhost/filter", List.of("room", "event_fields")),
        Map.entry("PUT /rooms/ROOM/send/m.room.message/t", List.of("body", "m.relates_to")),
        Map.entry("PUT /rooms/ROOM/state/m.room.power_levels", List.of("users", "ban", "events")),
        Map.entry("PUT /rooms/ROOM/state/m.room.member/@bob:localhost", List.of("membership")),
        Map.entry("PUT /rooms/ROOM/typing/@bob:localhost", List.of("typing", "timeout")),
        Map.entry("PUT /user/@bob:localhost/account_data/x.y", List.of("x")),
        Map.entry("PUT /profile/@bob:localhost/displayname", List.of("displayname")));
  }

  @Test
  void aHugeHeaderIsRefused() throws Exception {
    try (var raw = new RawConnection(server.port())) {
      raw.send("GET " + CLIENT + "/sync HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(100_000));
      assertThat(raw.read().error()).isEqualTo("431 M_TOO_LARGE");
    }
  }

  @Test
  void noHttpIsRefused() throws Exception {
    try (var raw = new RawConnection(server.port())) {
      assertThat(raw.send("HELLO\r\n\r\n").read().error()).isEqualTo("400 M_UNKNOWN");
    }
  }

  @Test
  void slowSendersAreSentAway() throws Exception {
    try (var head = new RawConnection(server.port());
        var body = new RawConnection(server.port())) {
      head.send("GET " + CLIENT + "/sync HT");
      body.send(RawConnection.head("POST", CLIENT + "/createRoom", alice.token(), 100)).send("{");
      assertThat(head.read().error()).isEqualTo("408 M_UNKNOWN");
      assertThat(body.read().error()).isEqualTo("408 M_UNKNOWN");
    }
  }

  @Test
  void whoHasClosedHisHalfIsAnswered() throws Exception {
    var path = CLIENT + "/rooms/" + room + "/typing/" + alice.user();
    try (var raw = new RawConnection(server.port())) {
      raw.send(RawConnection.head("PUT", path, alice.token(), 17)).send("{\"typing\": false}");
      raw.endOutput();
      assertThat(raw.read()).isEqualTo(new RawConnection.Answer(200, "{}"));
    }
    try (var raw = new RawConnection(server.port())) {
      raw.send(RawConnection.head("PUT", path, alice.token(), 17)).send("{\"typ");
      raw.endOutput();
      assertThat(raw.read().status()).isEqualTo(400);
    }
  }

  @Test
  void whoVanishesLeavesNothing() throws IOException {
    for (int i = 0; i < 50; i++) {
      try (var raw = new RawConnection(server.port())) {
        raw.send(
            "GET " + CLIENT + "/sync?timeout=30000 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ");
        raw.send(alice.token() + (i % 2 == 0 ? "\r\n\r\n" : ""));
      }
    }
    assertThat(alice.get("/joined_rooms").at("/joined_rooms/0").asText()).isEqualTo(room);
  }
}
