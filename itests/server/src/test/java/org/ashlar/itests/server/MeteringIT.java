package org.ashlar.itests.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What all requests and tasks are billed is what was measured where it arose.
class MeteringIT {
  private static final String YAML =
      """
      registration: {enabled: true}
      rate_limits: {enabled: false}
      database: {connection_timeout_seconds: 10, pool_size: 3}
      """;
  private static final int ROUNDS = 8;
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final String QUIET = "{\"presence\": {\"not_types\": [\"*\"]}}";

  @TempDir private Path folder;
  private final AtomicInteger transactions = new AtomicInteger();

  @Test
  void l5NothingIsLostNothingIsBilledTwiceAndNothingLate() throws Exception {
    var forks = Path.of(System.getProperty("ashlar.forks"));
    var installation = Installation.with(forks, 30, folder.resolve("server"));
    try (var server = AshlarServer.with(YAML).from(installation).start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      List<MatrixClient> people =
          Stream.of("alice", "bob", "carla", "dan")
              .map(name -> MatrixClient.register(server.baseUri(), name))
              .toList();
      var shared = people.getFirst().createRoom("{\"preset\": \"public_chat\"}");
      people.subList(1, people.size()).forEach(each -> each.join(shared));
      // When
      List<Future<?>> running = new ArrayList<>();
      for (MatrixClient person : people) {
        var own = person.createRoom("{}");
        running.add(threads.submit(chatting(person, shared, own)));
        running.add(threads.submit(chatting(person, shared, own)));
        running.add(threads.submit(reading(person, shared)));
        running.add(threads.submit(hangingUp(server, person)));
      }
      for (Future<?> each : running) {
        each.get();
      }
      hangUpWaiting(server, MatrixClient.register(server.baseUri(), "eve"));
      // Then
      Await.until("the books balance", LIMIT, () -> balanced(books(server)), () -> text(server));
      JsonNode books = books(server);
      assertThat(books.get("late_charges").asLong()).isZero();
      assertThat(books.get("charges"))
          .allSatisfy(charge -> assertThat(charge.get("measured").asLong()).isPositive());
      System.out.println("Metering: " + books);
      List<String> lines =
          server.printed().lines().filter(line -> line.contains("Processed request")).toList();
      assertThat(lines).hasSizeGreaterThan(4 * 2 * ROUNDS * 3);
      assertThat(lines)
          .anyMatch(line -> line.contains("[PUT-") && line.matches(".* commit=.* events=\\d+/1 .*"))
          .anyMatch(line -> line.matches(".* idle=.* 499! \"GET /_matrix/client/v3/sync.*"))
          .noneMatch(line -> line.contains("\"OPTIONS "));
    }
  }

  private Callable<Object> chatting(MatrixClient person, String shared, String own) {
    return () -> {
      for (int i = 0; i < ROUNDS; i++) {
        person.say(shared, "t" + transactions.incrementAndGet(), "to all");
        person.say(own, "t" + transactions.incrementAndGet(), "to none");
        person.put("/rooms/" + own + "/state/m.room.topic", "{\"topic\": \"" + i + "\"}");
        person.call("GET", "/rooms/!unknown:nowhere/members", null);
      }
      return person;
    };
  }

  private static Callable<Object> reading(MatrixClient person, String shared) {
    return () -> {
      var since = person.sync("").get("next_batch").asText();
      for (int i = 0; i < ROUNDS; i++) {
        since = person.sync(since, QUIET, SHORT).ok().get("next_batch").asText();
        person.get("/rooms/" + shared + "/messages?dir=b&limit=20");
        person.get("/rooms/" + shared + "/members");
        person.get("/profile/" + person.user());
        person.call("OPTIONS", "/sync", null);
      }
      return person;
    };
  }

  /// Long polls whose client leaves: what it wrote before tells the server that it was there.
  private static Callable<Object> hangingUp(AshlarServer server, MatrixClient person) {
    return () -> {
      var since = person.sync("").get("next_batch").asText();
      for (int i = 0; i < ROUNDS / 3; i++) {
        try (var connection = new RawConnection(server.port())) {
          var path = "/_matrix/client/v3/sync?timeout=20000&since=" + since;
          connection.send(RawConnection.head("GET", path, person.token(), 0));
        }
        person.get("/account/whoami");
      }
      return person;
    };
  }

  /// One to whom nothing happens waits, and leaves.
  private static void hangUpWaiting(AshlarServer server, MatrixClient person) throws IOException {
    var since = person.sync("").get("next_batch").asText();
    try (var connection = new RawConnection(server.port())) {
      var path = "/_matrix/client/v3/sync?timeout=20000&since=" + since;
      var filtered = path + "&filter=" + MatrixClient.encoded(QUIET);
      connection.send(RawConnection.head("GET", filtered, person.token(), 0));
    }
    Await.until("it is noticed", LIMIT, () -> server.printed().contains(" 499! \"GET /_matrix"));
  }

  private static JsonNode books(AshlarServer server) {
    return MatrixClient.json(server.get("/_ashlar/test/books").body());
  }

  private static boolean balanced(JsonNode books) {
    for (JsonNode charge : books.get("charges")) {
      if (charge.get("billed").asLong() != charge.get("measured").asLong()) {
        return false;
      }
    }
    return true;
  }

  private static String text(AshlarServer server) {
    return books(server).toPrettyString();
  }
}
