package org.ashlar.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.ashlar.itests.server.AshlarServer;
import org.ashlar.itests.server.Await;
import org.ashlar.itests.server.Installation;
import org.ashlar.itests.server.MatrixClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the product is for: bundles are replaced while 32 clients send and sync, and none of them
/// notices.
class SwapUnderLoadIT {
  private static final int CLIENTS = 32;
  private static final int ROOMS = 8;
  private static final int SWAPS = 10;
  private static final long BETWEEN = 200;
  private static final List<String> SYNC_PATH =
      List.of(
          "org.ashlar.client.rest",
          "org.ashlar.sync",
          "org.ashlar.account.core",
          "org.ashlar.identity.postgres",
          "org.ashlar.store.postgres");
  private static final Pattern PAUSE = Pattern.compile("longest pause was ([^;.\\n]*)");
  private static final String YAML =
      """
      rate_limits:
        enabled: false
      registration:
        enabled: true
      password:
        hash_memory_kib: 1024
        hash_iterations: 1
      log:
        format: json
      """;

  @TempDir private Path folder;
  private Path installation = Path.of("");
  private AshlarServer server = AshlarServer.with(YAML);

  @BeforeEach
  void start() {
    installation =
        Installation.with(
            Path.of(System.getProperty("ashlar.forks")), 30, folder.resolve("server"));
    server.from(installation).start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theResolverIsReplacedWhileForksAreResolved() {
    try (Chatter chatter = new Chatter(server.baseUri(), CLIENTS, ROOMS).start()) {
      Forks forks = new Forks(chatter);
      List<String> pauses =
          swaps(
              chatter,
              "org.ashlar.room.resolve",
              version -> assertThat(forks.make().path("resolver").asText()).isEqualTo(version));
      forks.stop();
      assertThat(forks.faults()).isEmpty();
      assertThat(forks.made()).isGreaterThan(SWAPS);
      assertNothingLost(chatter, "room.resolve", pauses);
    }
  }

  @Test
  void theLogEnricherIsReplacedWhileLinesAreWritten() {
    try (Chatter chatter = new Chatter(server.baseUri(), CLIENTS, ROOMS).start()) {
      List<String> pauses =
          swaps(
              chatter,
              "org.ashlar.context.logging",
              version ->
                  Await.until(
                      "lines are enriched by " + version,
                      Duration.ofSeconds(20),
                      () -> log().contains("\"enricher\":\"" + version + "\"")));
      assertNothingLost(chatter, "context.logging", pauses);
      assertThat(log().lines().filter(line -> line.contains("\"enricher\":\"0.1.0\"")))
          .isNotEmpty();
      assertThat(log().lines().skip(log().lines().count() - 5))
          .noneMatch(line -> line.contains("\"enricher\":\"0.1.0\""));
    }
  }

  @Test
  void theStoreIsReplacedWithCommitsInFlight() {
    try (Chatter chatter = new Chatter(server.baseUri(), CLIENTS, ROOMS).start()) {
      Forks forks = new Forks(chatter);
      List<String> pauses =
          swaps(
              chatter,
              "org.ashlar.store.postgres",
              version -> assertThat(forks.make().path("store").asText()).isEqualTo(version));
      forks.stop();
      assertThat(forks.faults()).isEmpty();
      assertNothingLost(chatter, "store.postgres", pauses);
    }
  }

  @Test
  void whatServesSyncIsReplacedFiftyTimes() {
    try (Chatter chatter = new Chatter(server.baseUri(), CLIENTS, ROOMS).start()) {
      var revisions = new HashMap<String, Revisions>();
      SYNC_PATH.forEach(name -> revisions.put(name, new Revisions(jar(name), folder)));
      List<String> pauses = new ArrayList<>();
      for (int i = 1; i <= SWAPS; i++) {
        for (String name : SYNC_PATH) {
          pauses.add(swap(chatter, name, revisions.get(name), "0.1." + i));
          assertThat(server.run("bundles").out())
              .containsPattern(Pattern.quote(name) + " +0\\.1\\." + i + " ");
        }
      }
      assertNothingLost(chatter, "the path of /sync", pauses);
      chatter.events().keySet().forEach(room -> assertInOrder(chatter, room));
    }
  }

  /// Without forks everybody sees a room in the one order in which it happened.
  private static void assertInOrder(Chatter chatter, String room) {
    var acknowledged = chatter.events().get(room);
    var order = chatter.anyone().timeline(room).stream().filter(acknowledged::contains).toList();
    for (List<String> seen : chatter.seen(room)) {
      assertThat(seen).containsExactlyElementsOf(order);
    }
  }

  private interface Check {
    void of(String version);
  }

  private List<String> swaps(Chatter chatter, String name, Check check) {
    Revisions revisions = new Revisions(jar(name), folder);
    List<String> pauses = new ArrayList<>();
    for (int i = 1; i <= SWAPS; i++) {
      String version = "0.1." + i;
      pauses.add(swap(chatter, name, revisions, version));
      check.of(version);
    }
    return pauses;
  }

  private String swap(Chatter chatter, String name, Revisions revisions, String version) {
    long before = chatter.acknowledged();
    Await.until(
        "messages flow", Duration.ofSeconds(60), () -> chatter.acknowledged() > before + BETWEEN);
    AshlarServer.Outcome outcome = server.run("swap", name, revisions.version(version).toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isZero();
    var pause = PAUSE.matcher(outcome.out());
    return pause.find() ? pause.group(1) : outcome.out();
  }

  private void assertNothingLost(Chatter chatter, String name, List<String> pauses) {
    chatter.close();
    assertThat(chatter.faults()).isEmpty();
    chatter
        .events()
        .forEach(
            (room, acknowledged) -> {
              List<String> timeline = chatter.anyone().timeline(room);
              assertThat(Chatter.doubled(timeline)).isEmpty();
              assertThat(timeline).containsAll(acknowledged);
              for (List<String> seen : chatter.seen(room)) {
                assertThat(Chatter.doubled(seen)).isEmpty();
                assertThat(seen).containsExactlyInAnyOrderElementsOf(acknowledged);
              }
            });
    AshlarServer.Outcome audit = server.run("audit");
    assertThat(audit.err()).isEmpty();
    assertThat(audit.exit()).isZero();
    System.out.printf(
        "%s: %d swaps, %d requests, 0 failed, %d messages, pauses %s, longest request %d ms%n",
        name,
        pauses.size(),
        chatter.requests(),
        chatter.acknowledged(),
        pauses,
        chatter.longestMillis());
  }

  private Path jar(String name) {
    try (var files = Files.walk(installation.resolve("system"))) {
      return files
          .filter(file -> file.getFileName().toString().equals(name + "-0.1.0.jar"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String log() {
    try {
      return Files.readString(server.output());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Forks rooms all the time, so that some fork is being resolved whenever a swap happens.
  private final class Forks {
    private final MatrixClient owner;
    private final List<String> rooms;
    private final List<String> faults = new ArrayList<>();
    private final Thread thread;
    private volatile boolean stopping;
    private volatile int made;

    Forks(Chatter chatter) {
      owner = chatter.anyone();
      rooms = chatter.rooms();
      thread = Thread.ofVirtual().start(this::run);
    }

    JsonNode make() {
      return fork(0).ok();
    }

    private MatrixClient.Answer fork(int number) {
      String room = rooms.get(number % rooms.size());
      return owner.call(
          "POST",
          "/_ashlar/test/fork/" + room.replace("!", "%21").replace(":", "%3A"),
          """
          {"type":"m.room.topic","sender":"@owner:localhost",
           "contents":[{"topic":"left %d"},{"topic":"right %d"},{"topic":"third %d"}]}
          """
              .formatted(number, number, number));
    }

    private void run() {
      while (!stopping) {
        try {
          MatrixClient.Answer answer = fork(made);
          made++;
          if (answer.status() != 200) {
            faults.add(answer.toString());
          } else if (!answer.body().toString().contains("\"Accepted\"")) {
            faults.add(answer.body().toString());
          }
        } catch (RuntimeException e) {
          faults.add(e.toString());
        }
      }
    }

    int made() {
      return made;
    }

    List<String> faults() {
      return faults;
    }

    void stop() {
      stopping = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
