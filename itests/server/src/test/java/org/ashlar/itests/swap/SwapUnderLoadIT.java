package org.ashlar.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.ashlar.itests.server.AshlarServer;
import org.ashlar.itests.server.Await;
import org.ashlar.itests.server.Installation;
import org.ashlar.itests.server.MatrixClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the product is for: bundles are replaced while 32 clients send and sync and others use all
/// that is swapped, and none of them notices.
class SwapUnderLoadIT {
  private static final int ROUNDS = Integer.getInteger("ashlar.swaps", 10);
  private static final int CLIENTS = 32;
  private static final int ROOMS = 8;
  private static final long BETWEEN = 100;
  private static final String RESOLVE = "org.ashlar.room.resolve.v21";
  private static final String STORE = "org.ashlar.store.postgres";
  private static final String LOGGING = "org.ashlar.context.logging";
  private static final String TRACING = "org.ashlar.tracing";
  private static final List<String> BUNDLES =
      List.of(
          "org.ashlar.client.rest",
          "org.ashlar.sync",
          "org.ashlar.account.core",
          "org.ashlar.identity.postgres",
          STORE,
          RESOLVE,
          LOGGING,
          "org.ashlar.metrics",
          TRACING,
          "org.ashlar.directory.core",
          "org.ashlar.presence.core",
          "org.ashlar.push.core",
          "org.ashlar.outbound",
          "org.ashlar.identity.client");
  private static final Pattern PAUSE = Pattern.compile("longest pause was ([^;.\\n]*)");
  private static final Pattern TOTAL = Pattern.compile("Done in ([0-9.]+) ms");
  private static final String YAML =
      """
      rate_limits:
        enabled: false
      http:
        shed_load: false
        listeners:
          - port: ${port}
      registration:
        enabled: true
      password:
        hash_memory_kib: 1024
        hash_iterations: 1
      log:
        format: json
      outbound:
        identity_ip_deny: []
        ca_files:
          - %s
      tracing:
        enabled: true
        endpoint: %s
      """;

  @TempDir private Path folder;

  /// What a swap took.
  ///
  /// @param pause how long requests waited at the intake, in milliseconds
  /// @param total from its first step to its last, in milliseconds
  private record Took(String pause, double total) {}

  /// Who sees what happens.
  private record Eyes(Witness witness, TraceCollector traces) {}

  @Test
  void nobodyNoticesThatEveryBundleIsReplacedAgainAndAgain() {
    Witness witness = new Witness();
    Map<String, List<Took>> took = new LinkedHashMap<>();
    try (IdentityServer identities = new IdentityServer(folder);
        TraceCollector traces = new TraceCollector();
        AshlarServer server = start(identities, traces)) {
      Chatter chatter = new Chatter(server.baseUri(), CLIENTS, ROOMS, witness);
      Forks forks = new Forks(chatter.owner(), chatter.rooms().subList(0, ROOMS / 2), witness);
      Neighborhood neighbors = neighbors(server, chatter, forks, identities, witness);
      try (chatter;
          neighbors) {
        chatter.start();
        Exchange exchange = new Exchange(server, chatter, neighbors, forks, new Eyes(witness, traces));
        for (int round = 1; round <= ROUNDS; round++) {
          for (String name : BUNDLES) {
            took.computeIfAbsent(name, _ -> new ArrayList<>()).add(exchange.make(name, round));
          }
        }
        witness.during("the end");
      }
      assertThat(witness.faults()).isEmpty();
      assertNothingLost(chatter);
      neighbors.check();
      assertMemoryIsFree(server);
      report(took, witness, chatter);
    }
  }

  private AshlarServer start(IdentityServer identities, TraceCollector traces) {
    Path forks = Path.of(System.getProperty("ashlar.forks"));
    return AshlarServer.with(YAML.formatted(identities.certificate(), traces.url()))
        .from(Installation.with(forks, 30, folder.resolve("server")))
        .start();
  }

  private static Neighborhood neighbors(
      AshlarServer server,
      Chatter chatter,
      Forks forks,
      IdentityServer identities,
      Witness witness) {
    MatrixClient watcher = MatrixClient.register(server.baseUri(), "watcher");
    watcher.join(chatter.rooms().getFirst());
    return new Neighborhood(
        List.of(
            forks,
            new Namer(MatrixClient.register(server.baseUri(), "namer"), witness),
            new Greeter(chatter.owner(), watcher, witness),
            new RuleEditor(MatrixClient.register(server.baseUri(), "editor"), witness),
            new Inviter(MatrixClient.register(server.baseUri(), "inviter"), identities, witness)));
  }

  private static void assertNothingLost(Chatter chatter) {
    chatter
        .events()
        .forEach(
            (room, acknowledged) -> {
              List<String> timeline = chatter.owner().timeline(room);
              assertThat(Chatter.doubled(timeline)).isEmpty();
              assertThat(timeline).containsAll(acknowledged);
              for (List<String> seen : chatter.seen(room)) {
                assertThat(Chatter.doubled(seen)).isEmpty();
                assertThat(seen).containsExactlyInAnyOrderElementsOf(acknowledged);
              }
              assertThat(chatter.unread(room)).containsOnly((long) acknowledged.size());
            });
    chatter.rooms().subList(ROOMS / 2, ROOMS).forEach(room -> assertInOrder(chatter, room));
  }

  /// Without forks everybody sees a room in the one order in which it happened.
  private static void assertInOrder(Chatter chatter, String room) {
    var acknowledged = chatter.events().get(room);
    var order = chatter.owner().timeline(room).stream().filter(acknowledged::contains).toList();
    for (List<String> seen : chatter.seen(room)) {
      assertThat(seen).containsExactlyElementsOf(order);
    }
  }

  private static void assertMemoryIsFree(AshlarServer server) {
    AshlarServer.Outcome audit = server.control("bundles", "leaks");
    assertThat(audit.err()).isEmpty();
    assertThat(audit.exit()).isZero();
  }

  private static void report(Map<String, List<Took>> took, Witness witness, Chatter chatter) {
    System.out.printf(
        "%d requests, 0 failed, %d messages%n", witness.requests(), chatter.acknowledged());
    took.forEach(
        (name, swaps) ->
            System.out.printf(
                "%s: %d swaps, at most %.0f ms, pauses %s, longest request %d ms%n",
                name,
                swaps.size(),
                swaps.stream().mapToDouble(Took::total).max().orElse(0),
                swaps.stream().map(Took::pause).toList(),
                witness.longestMillis().getOrDefault(name, 0L)));
  }

  /// Makes one swap after the other, each when the load has seen something of the one before.
  private final class Exchange {
    private final AshlarServer server;
    private final Chatter chatter;
    private final Neighborhood neighbors;
    private final Forks forks;
    private final Witness witness;
    private final TraceCollector traces;
    private final LogTail log;

    Exchange(
        AshlarServer server,
        Chatter chatter,
        Neighborhood neighbors,
        Forks forks,
        Eyes eyes) {
      this.server = server;
      this.chatter = chatter;
      this.neighbors = neighbors;
      this.forks = forks;
      this.witness = eyes.witness();
      this.traces = eyes.traces();
      this.log = new LogTail(server.output());
    }

    Took make(String name, int round) {
      long messages = chatter.acknowledged();
      int rounds = neighbors.rounds();
      Await.until(
          "messages flow and neighbors live during " + name + " " + round,
          Duration.ofSeconds(60),
          () -> chatter.acknowledged() > messages + BETWEEN && neighbors.rounds() > rounds);
      String version = "0.1." + round;
      String jar = new Revisions(jar(name), folder).version(version).toString();
      witness.during(name);
      log.mark();
      AshlarServer.Outcome outcome = server.control("swap", name, jar);
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.exit()).isZero();
      assertThat(server.control("bundles").out())
          .containsPattern(Pattern.quote(name) + " +" + Pattern.quote(version) + " ");
      assertServes(name, version);
      return new Took(first(PAUSE, outcome.out()), Double.parseDouble(first(TOTAL, outcome.out())));
    }

    /// Where answers tell who gave them.
    private void assertServes(String name, String version) {
      switch (name) {
        case RESOLVE -> assertThat(forks.make().path("resolver").asText()).isEqualTo(version);
        case STORE -> assertThat(forks.make().path("store").asText()).isEqualTo(version);
        case LOGGING -> {
          String field = "\"enricher\":\"";
          assertThat(log.from(field + version))
              .filteredOn(line -> line.contains(field))
              .allMatch(line -> line.contains(field + version));
        }
        case TRACING -> {
          int before = traces.roots();
          Await.until(
              "traces go on after " + version,
              Duration.ofSeconds(30),
              () -> traces.roots() > before + BETWEEN);
        }
        default -> assertThat(version).isNotEmpty();
      }
    }
  }

  private static String first(Pattern pattern, String text) {
    var found = pattern.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }

  private Path jar(String name) {
    try (var files = Files.walk(folder.resolve("server/system"))) {
      return files
          .filter(file -> file.getFileName().toString().equals(name + "-0.1.0.jar"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
