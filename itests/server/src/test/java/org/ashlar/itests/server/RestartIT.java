package org.ashlar.itests.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What a conversation lives through: restarts, a stopped process, another instance beside it.
class RestartIT {
  static final String OPEN = "registration: {enabled: true}\nrate_limits: {enabled: false}\n";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  @Test
  void aConversationGoesOnAfterARestart() throws Exception {
    try (var server = AshlarServer.with(OPEN).start()) {
      // Given two who talk, and one who has read up to here
      var alice = MatrixClient.register(server.baseUri(), "alice");
      var bob = MatrixClient.register(server.baseUri(), "bob");
      var room = alice.createRoom("{\"preset\": \"public_chat\", \"name\": \"Stones\"}");
      bob.post("/join/" + room, "{}");
      var first = alice.say(room, "t1", "before");
      bob.put("/user/" + bob.user() + "/account_data/x.before", "{}");
      var since = sinceOf(bob);
      var second = alice.say(room, "t2", "unread");
      var state = alice.get("/rooms/" + room + "/state");
      bob.put("/user/" + bob.user() + "/account_data/x.kept", "{\"a\": 1}");

      // When the server restarts while somebody waits
      var waiting = alice.later("GET", "/sync?timeout=30000&since=" + sinceOf(alice), null);
      long start = System.nanoTime();
      assertThat(server.stop()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STOP_LIMIT);
      assertThat(waiting.handle((answer, fault) -> "over").get(5, TimeUnit.SECONDS))
          .isEqualTo("over");
      server.start();

      // Then tokens, transactions, rooms and data are what they were
      var sync = bob.sync(since);
      var events = sync.at("/rooms/join").get(room).at("/timeline/events");
      assertThat(events).hasSize(1);
      assertThat(events.at("/0/event_id").asText()).isEqualTo(second);
      assertThat(sync.at("/account_data/events/0/type").asText()).isEqualTo("x.kept");
      assertThat(alice.say(room, "t1", "before")).isEqualTo(first);
      assertThat(alice.say(room, "t2", "unread")).isEqualTo(second);
      assertThat(withoutAge(alice.get("/rooms/" + room + "/state"))).isEqualTo(withoutAge(state));
      var third = alice.say(room, "t3", "after");
      var next = bob.sync(sync.get("next_batch").asText());
      var later = next.at("/rooms/join").get(room).at("/timeline/events");
      assertThat(later).hasSize(1);
      assertThat(later.at("/0/event_id").asText()).isEqualTo(third);
    }
  }

  private static String sinceOf(MatrixClient client) {
    return client.sync("").get("next_batch").asText();
  }

  private static JsonNode withoutAge(JsonNode events) {
    events.forEach(event -> ((ObjectNode) event.path("unsigned")).remove("age"));
    return events;
  }

  @Test
  void aStoppedProcessGoesOn() throws Exception {
    try (var server = AshlarServer.with(OPEN).start()) {
      // Given one who waits, when the process stops
      var alice = MatrixClient.register(server.baseUri(), "alice");
      var room = alice.createRoom("{}");
      var waiting = alice.awaitSync(sinceOf(alice));
      signal("STOP", server.pid());
      Await.until("the process is stopped", STOP_LIMIT, () -> state(server.pid()) == 'T');

      // Then what was asked meanwhile is answered when it goes on
      var asked =
          alice.later("PUT", "/rooms/" + room + "/send/m.room.message/t1", "{\"body\": \"x\"}");
      assertThat(asked).isNotDone();
      signal("CONT", server.pid());
      var sent = asked.get(30, TimeUnit.SECONDS);
      assertThat(sent.status()).isEqualTo(200);
      assertThat(
              waiting
                  .get(30, TimeUnit.SECONDS)
                  .at("/rooms/join")
                  .get(room)
                  .at("/timeline/events/0/event_id"))
          .isEqualTo(sent.body().get("event_id"));
      assertThat(server.stop()).isZero();
    }
  }

  private static void signal(String name, long pid) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }

  /// The state of a process, as Linux tells: the letter after the name in parentheses.
  private static char state(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void instancesOfOneInstallationKnowNothingOfEachOther() {
    try (var one = AshlarServer.with("server_name: one.test\n" + OPEN).start();
        var two = AshlarServer.with("server_name: two.test\n" + OPEN).start()) {
      var alice = MatrixClient.register(one.baseUri(), "alice");
      var other = MatrixClient.register(two.baseUri(), "alice");

      assertThat(alice.user()).isEqualTo("@alice:one.test");
      assertThat(other.user()).isEqualTo("@alice:two.test");
      var room = alice.createRoom("{\"preset\": \"public_chat\"}");
      assertThat(alice.say(room, "t1", "Hello")).startsWith("$");
      assertThat(
              new MatrixClient(two.baseUri(), alice.token(), alice.user(), alice.device())
                  .call("GET", "/account/whoami", null)
                  .error())
          .isEqualTo("401 M_UNKNOWN_TOKEN");
    }
  }
}
