package org.ashlar.itests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.ashlar.itests.server.MatrixClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server in which something hangs: requests that never end, a database that does not answer.
class HangingIT {
  private static final String YAML =
      """
      registration: {enabled: true}
      rate_limits: {enabled: false}
      http: {shed_load: false, listeners: [{port: ${port}}]}
      database: {connection_timeout_seconds: 2, statement_timeout_seconds: 2}
      """;
  // As docs/operator.md has it.
  private static final Duration END = Duration.ofSeconds(10);
  private static final Duration READING = Duration.ofSeconds(2 + 2 + 5);
  private static final Duration WRITING = Duration.ofSeconds(30);
  private static final Duration BUSY_MACHINE = Duration.ofSeconds(5);

  private static final String TEXT = "{\"body\": \"x\"}";

  @TempDir private Path folder;

  @Test
  void aTermEndsTheServerInTimeThoughRequestsHang() throws Exception {
    var forks = Path.of(System.getProperty("ashlar.forks"));
    var installation = Installation.with(forks, 30, folder.resolve("server"));
    try (var server = AshlarServer.with(YAML).from(installation).start();
        var half = new RawConnection(server.port());
        var blocked = new RawConnection(server.port())) {
      // Given half a body, one who waits for news, and a request that is blocked in the store
      var alice = MatrixClient.register(server.baseUri(), "alice");
      var since = alice.sync("").get("next_batch").asText();
      half.send(RawConnection.head("POST", "/_matrix/client/v3/createRoom", alice.token(), 100));
      half.send("{\"name\": ");
      var waiting = alice.later("GET", "/sync?timeout=30000&since=" + since, null);
      blocked.send("GET /_ashlar/test/hang HTTP/1.1\r\nHost: localhost\r\n\r\n");
      server.awaitOutput("A request hangs");
      long postmaster = server.postmasterPid().orElseThrow();

      // When
      long start = System.nanoTime();
      int exit = server.stop();
      var took = Duration.ofNanos(System.nanoTime() - start);

      // Then
      assertThat(took).isLessThan(END);
      assertThat(exit).isZero();
      assertThat(server.postmasterPid()).isEmpty();
      assertThat(ProcessHandle.of(postmaster)).isEmpty();
      assertThat(waiting.handle((answer, fault) -> "over").get(5, TimeUnit.SECONDS))
          .isEqualTo("over");
      assertThatThrownBy(blocked::read).isInstanceOf(IOException.class);
      assertThat(server.printed()).contains("requests are cut off");
      System.out.printf("SIGTERM with requests that hang: ended after %d ms%n", took.toMillis());
    }
  }

  @Test
  void whoNeedsADatabaseThatDoesNotAnswerIsToldInTimeAndAllIsWellAfterwards() throws Exception {
    try (var server = AshlarServer.with(YAML).start()) {
      var alice = MatrixClient.register(server.baseUri(), "alice");
      var room = alice.createRoom("{}");
      var since = alice.sync("").get("next_batch").asText();
      var before = alice.say(room, "t1", "before");
      List<ProcessHandle> database = processes(server);
      // When more is asked than there are sessions
      var start = System.nanoTime();
      signal("STOP", database);
      Told reads;
      Told writes;
      try {
        var writing =
            List.of(
                alice.later("PUT", "/rooms/" + room + "/send/m.room.message/t2", TEXT),
                alice.later("PUT", "/user/" + alice.user() + "/account_data/x.y", "{\"a\": 1}"));
        var reading =
            IntStream.range(1, 30)
                .mapToObj(i -> alice.later("GET", messages(room) + "&limit=" + i, null))
                .toList();
        reads = Told.of(reading, start);
        writes = Told.of(writing, start);
      } finally {
        signal("CONT", database);
      }
      System.out.printf(
          "A database that is stopped: readers were told after %d ms, writers after %d ms%n",
          reads.after().toMillis(), writes.after().toMillis());

      // Then
      assertThat(reads.errors()).containsOnly("503 M_UNKNOWN");
      assertThat(writes.errors()).containsOnly("503 M_UNKNOWN");
      assertThat(reads.after()).isLessThan(READING.plus(BUSY_MACHINE));
      assertThat(writes.after()).isLessThan(WRITING.plus(BUSY_MACHINE));
      Await.until(
          "the server is well", END, () -> alice.call("GET", messages(room), null).status() == 200);
      var again = alice.say(room, "t2", "x");
      var after = alice.say(room, "t3", "after");
      var events = alice.sync(since).at("/rooms/join").get(room).at("/timeline/events");
      assertThat(events)
          .extracting(event -> event.get("event_id").asText())
          .containsExactly(before, again, after);
      assertThat(server.stop()).isZero();
    }
  }

  /// What requests were answered, and when the last of them.
  private record Told(List<String> errors, Duration after) {
    static Told of(List<CompletableFuture<Answer>> asked, long start) throws Exception {
      List<String> errors = new ArrayList<>();
      for (var one : asked) {
        errors.add(one.get(50, TimeUnit.SECONDS).error());
      }
      return new Told(errors, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static String messages(String room) {
    return "/rooms/" + room + "/messages?dir=b";
  }

  private static List<ProcessHandle> processes(AshlarServer server) {
    var postmaster = ProcessHandle.of(server.postmasterPid().orElseThrow()).orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
    postmaster.descendants().forEach(all::add);
    return all;
  }

  private static void signal(String name, List<ProcessHandle> processes) throws Exception {
    var line = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(process -> line.add(Long.toString(process.pid())));
    // A session's process may have ended meanwhile; the postmaster, the first, has not.
    new ProcessBuilder(line).start().waitFor();
  }
}
