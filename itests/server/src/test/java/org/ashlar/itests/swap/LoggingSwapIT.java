package org.ashlar.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.ashlar.itests.server.AshlarServer;
import org.ashlar.itests.server.Await;
import org.ashlar.itests.server.Installation;
import org.ashlar.itests.server.MatrixClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bundle that enriches the log is replaced 50 times under load: every request has its access
/// line with its own ids, none is lost uncounted, none waits for it, and no old version stays.
///
/// No request may take longer than 250 ms; on a machine where one did before the first swap, no
/// longer than three times the longest of those.
class LoggingSwapIT {
  private static final int SWAPS = Integer.getInteger("ashlar.logging.swaps", 50);
  private static final int CLIENTS = 4;
  private static final int BEFORE = 2_000;
  private static final int BETWEEN = 20;
  private static final long LIMIT = 250;
  private static final String LOGGING = "org.ashlar.context.logging";
  private static final Pattern DROPPED = Pattern.compile("lines written, (\\d+) dropped");
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
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private volatile boolean over;
  @TempDir private Path folder;

  @Test
  void theLogKeepsItsIdsWhileItsBundleIsReplacedAgainAndAgain() throws Exception {
    try (AshlarServer server = AshlarServer.with(YAML).start()) {
      MatrixClient bob = MatrixClient.register(server.baseUri(), "bob");
      assertThat(server.control("log", "org.ashlar.sync", "debug").exit()).isZero();
      List<Thread> load = start(bob);
      awaitRequests(BEFORE);
      long before = longest.getAndSet(0) / 1_000_000;

      for (int swap = 1; swap <= SWAPS; swap++) {
        swap(server, swap);
      }
      over = true;
      for (Thread client : load) {
        client.join();
      }

      long during = longest.get() / 1_000_000;
      assertThat(faults).isEmpty();
      assertAllLinesAreThere(server);
      assertThat(server.control("log").out()).startsWith("org.ashlar.sync debug until ");
      AshlarServer.Outcome audit = server.control("audit");
      assertThat(audit.err()).isEmpty();
      assertThat(audit.exit()).isZero();
      System.out.printf(
          "%d requests, %d swaps, longest before %d ms, during %d ms%n",
          made.get(), SWAPS, before, during);
      assertThat(during).isLessThanOrEqualTo(Math.max(LIMIT, 3 * before));
    }
  }

  private void swap(AshlarServer server, int number) {
    String version = "0.1." + number;
    Path jar =
        Installation.find().resolve("system/20").resolve(LOGGING + "-0.1.0.jar").toAbsolutePath();
    Path next = new Revisions(jar, folder).version(version);
    AshlarServer.Outcome outcome = server.control("swap", LOGGING, next.toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isZero();
    awaitRequests(made.get() + BETWEEN);
  }

  private void awaitRequests(int number) {
    Await.until("requests are answered", Duration.ofSeconds(60), () -> made.get() >= number);
  }

  private List<Thread> start(MatrixClient bob) {
    List<Thread> load = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      load.add(Thread.ofPlatform().start(() -> ask(bob, client)));
    }
    return load;
  }

  private void ask(MatrixClient bob, int client) {
    for (int i = 0; !over && faults.isEmpty(); i++) {
      try {
        ask(bob, "c" + client + "n" + i);
      } catch (IOException | InterruptedException e) {
        faults.add(e.toString());
      }
    }
  }

  private void ask(MatrixClient bob, String id) throws IOException, InterruptedException {
    URI uri = bob.base().resolve("/_matrix/client/v3/account/whoami?of=" + id);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + bob.token())
            .header("X-Request-Id", id)
            .build();
    long start = System.nanoTime();
    int status = http.send(request, BodyHandlers.discarding()).statusCode();
    longest.accumulateAndGet(System.nanoTime() - start, Math::max);
    made.incrementAndGet();
    if (status != 200) {
      faults.add(id + ": " + status);
    }
  }

  /// Whatever request has no line is among those lines that the server says it dropped; on a quiet
  /// machine it drops none.
  private void assertAllLinesAreThere(AshlarServer server) {
    Set<String> requests = new HashSet<>();
    Set<String> contexts = new HashSet<>();
    Await.until(
        "the lines are written",
        Duration.ofSeconds(20),
        () -> {
          AshlarServer.Outcome doctor = server.control("doctor");
          var dropped = DROPPED.matcher(doctor.out() + doctor.err());
          assertThat(dropped.find()).isTrue();
          requests.clear();
          contexts.clear();
          server.printed().lines().forEach(line -> read(line, requests, contexts));
          return made.get() - requests.size() <= Integer.parseInt(dropped.group(1));
        },
        () -> requests.size() + " lines of " + made.get() + " requests");
    assertThat(requests).hasSizeLessThanOrEqualTo(made.get()).isNotEmpty();
    assertThat(contexts).hasSameSizeAs(requests);
  }

  private static void read(String text, Set<String> requests, Set<String> contexts) {
    if (!text.contains("\"org.ashlar.access\"") || !text.contains("?of=")) {
      return;
    }
    JsonNode line = MatrixClient.json(text);
    String id = line.get("message").asText().replaceFirst(".*\\?of=(c\\d+n\\d+).*", "$1");
    assertThat(line.get("link").asText()).isEqualTo(id);
    assertThat(line.get("context").asText()).matches("GET-\\d+");
    assertThat(line.get("user").asText()).isEqualTo("@bob:localhost");
    assertThat(requests.add(id)).as("one line for " + id).isTrue();
    contexts.add(line.get("context").asText());
  }
}
