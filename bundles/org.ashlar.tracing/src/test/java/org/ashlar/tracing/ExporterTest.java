package org.ashlar.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.metric.MetricSnapshot;
import org.ashlar.base.metric.Metrics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExporterTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int QUEUE = 8;

  private final Metrics metrics = new Metrics();
  private final List<AutoCloseable> open = new ArrayList<>();

  /// Pauses that a test sees, and ends when it likes.
  private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();

  private final SynchronousQueue<Boolean> goOn = new SynchronousQueue<>();

  @AfterEach
  void after() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void whatIsPutIsSentAndCounted() throws Exception {
    CollectorServer server = server(0);
    Exporter exporter = exporter(server.url(), LIMIT);
    exporter.put(Contexts.request("GET-1", "GET /sync", "200"));
    assertThat(ids(server.next())).containsExactly("GET-1");
    exporter.close();
    assertThat(counted("tracing_spans_sent")).isEqualTo(Map.of(List.of(), 1.0));
    assertThat(counted("tracing_exports")).isEqualTo(Map.of(List.of("ok"), 1.0));
    assertThat(dropped()).isEmpty();
  }

  @Test
  void batchesAreBounded() throws Exception {
    // Given: each has 201 spans, and the collector is busy with the first
    CollectorServer server = server(0);
    server.answerNext(503, Map.of(), "");
    Exporter exporter = exporter(server.url(), LIMIT);
    exporter.put(Contexts.request("GET-0", "GET /sync", "200"));
    assertThat(pause()).isEqualTo(Duration.ofSeconds(1));
    for (int i = 1; i <= 3; i++) {
      exporter.put(large("GET-" + i));
    }
    // When
    goOn.put(false);
    // Then
    assertThat(ids(server.next())).containsExactly("GET-0");
    assertThat(ids(server.next())).containsExactly("GET-0");
    CollectorServer.Received full = server.next();
    assertThat(ids(full)).containsExactly("GET-1", "GET-2");
    assertThat(full.spans()).hasSize(402);
    assertThat(ids(server.next())).containsExactly("GET-3");
  }

  @Test
  void whileTheCollectorIsDownTheQueueIsBoundedAndItRecovers() throws Exception {
    // Given
    CollectorServer first = server(0);
    int port = first.port();
    first.close();
    Exporter exporter = exporter("http://127.0.0.1:" + port, LIMIT);
    exporter.put(Contexts.request("GET-0", "GET /sync", "200"));
    assertThat(pause()).isEqualTo(Duration.ofSeconds(1));
    // When
    for (int i = 1; i <= QUEUE; i++) {
      exporter.put(Contexts.request("GET-" + i, "GET /sync", "200"));
    }
    exporter.put(large("GET-lost"));
    // Then
    assertThat(dropped()).isEqualTo(Map.of(List.of("queue_full"), 201.0));
    CollectorServer second = server(port);
    goOn.put(false);
    assertThat(ids(second.next())).containsExactly("GET-0");
    List<String> rest = new ArrayList<>();
    while (rest.size() < QUEUE) {
      rest.addAll(ids(second.next()));
    }
    assertThat(rest)
        .containsExactly("GET-1", "GET-2", "GET-3", "GET-4", "GET-5", "GET-6", "GET-7", "GET-8");
    exporter.close();
    assertThat(counted("tracing_spans_sent")).isEqualTo(Map.of(List.of(), QUEUE + 1.0));
    assertThat(dropped()).isEqualTo(Map.of(List.of("queue_full"), 201.0));
    assertThat(counted("tracing_exports")).containsEntry(List.of("unreached"), 1.0);
  }

  @Test
  void aBatchIsGivenUpAfterItsLastAttempt() throws Exception {
    // Given
    CollectorServer server = server(0);
    Exporter exporter = exporter(server.url(), LIMIT);
    server.answerNext(429, Map.of("Retry-After", "7"), "");
    server.answerNext(502, Map.of("Retry-After", "later"), "");
    server.answerNext(503, Map.of("Retry-After", "99"), "");
    server.answerNext(504, Map.of(), "");
    server.answerNext(503, Map.of(), "");
    // When
    exporter.put(Contexts.request("GET-1", "GET /sync", "200"));
    // Then
    for (int seconds : List.of(7, 2, 30, 8)) {
      assertThat(pause()).isEqualTo(Duration.ofSeconds(seconds));
      goOn.put(false);
    }
    for (int i = 0; i < Exporter.ATTEMPTS; i++) {
      assertThat(ids(server.next())).containsExactly("GET-1");
    }
    exporter.put(Contexts.request("GET-2", "GET /sync", "200"));
    assertThat(ids(server.next())).containsExactly("GET-2");
    exporter.close();
    assertThat(dropped()).isEqualTo(Map.of(List.of("unreached"), 1.0));
    assertThat(counted("tracing_exports"))
        .isEqualTo(Map.of(List.of("unreached"), 5.0, List.of("ok"), 1.0));
  }

  @Test
  void whatTheCollectorRefusesIsNotRepeated() throws Exception {
    CollectorServer server = server(0);
    Exporter exporter = exporter(server.url(), LIMIT);
    for (int status : List.of(400, 401, 302, 500)) {
      server.answerNext(status, Map.of(), "");
      exporter.put(Contexts.request("GET-" + status, "GET /sync", "200"));
      assertThat(ids(server.next())).containsExactly("GET-" + status);
    }
    server.answerNext(200, Map.of(), "{\"partialSuccess\":{\"rejectedSpans\":\"150\"}}");
    exporter.put(large("GET-part"));
    assertThat(ids(server.next())).containsExactly("GET-part");
    exporter.close();
    assertThat(dropped()).isEqualTo(Map.of(List.of("refused"), 154.0));
    assertThat(counted("tracing_spans_sent")).isEqualTo(Map.of(List.of(), 51.0));
    assertThat(counted("tracing_exports"))
        .isEqualTo(Map.of(List.of("refused"), 4.0, List.of("partial"), 1.0));
  }

  @Test
  void aCollectorThatDoesNotAnswerIsNotWaitedFor() throws Exception {
    try (java.net.ServerSocket silent =
        new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
      Exporter exporter =
          exporter("http://127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(50));
      exporter.put(Contexts.request("GET-1", "GET /sync", "200"));
      assertThat(pause()).isEqualTo(Duration.ofSeconds(1));
      goOn.put(true);
      exporter.close();
      assertThat(dropped()).isEqualTo(Map.of(List.of("ended"), 1.0));
      assertThat(exporter.threads()).isZero();
    }
  }

  @Test
  void whatWaitsAtTheEndIsSentAndWhatComesLaterIsCounted() throws Exception {
    // Given
    CollectorServer server = server(0);
    Exporter exporter = exporter(server.url(), new Pace(Duration.ofHours(1), LIMIT));
    exporter.put(Contexts.request("GET-1", "GET /sync", "200"));
    exporter.put(Contexts.request("GET-2", "GET /sync", "200"));
    // When
    exporter.close();
    // Then
    assertThat(ids(server.next())).containsExactly("GET-1", "GET-2");
    assertThat(exporter.threads()).isZero();
    exporter.put(large("GET-3"));
    assertThat(dropped()).isEqualTo(Map.of(List.of("ended"), 201.0));
  }

  /// What a test chooses of the pace.
  private record Pace(Duration linger, Duration limit) {}

  private Exporter exporter(String url, Duration limit) {
    return exporter(url, new Pace(Duration.ZERO, limit));
  }

  private Exporter exporter(String url, Pace pace) {
    Settings settings = Settings.of(Options.on(url));
    Translation translation =
        new Translation(RandomGenerator.of("L64X128MixRandom"), settings.people());
    Exporter exporter =
        new Exporter(
            new Exporter.Parts(settings, translation, new Envelope("1.2.3", "node")),
            new Exporter.Pace(QUEUE, pace.linger(), pace.limit(), this::paused),
            new Counts(metrics));
    exporter.start();
    open.add(exporter);
    return exporter;
  }

  private boolean paused(Duration time) throws InterruptedException {
    pauses.add(time);
    return goOn.take();
  }

  private Duration pause() throws InterruptedException {
    Duration pause = pauses.poll(20, TimeUnit.SECONDS);
    assertThat(pause).isNotNull();
    return pause;
  }

  private CollectorServer server(int port) throws IOException {
    CollectorServer server = new CollectorServer(port);
    open.add(server);
    return server;
  }

  private static FinishedContext large(String id) {
    return Contexts.request(
        id,
        "GET /sync",
        "200",
        null,
        request -> {
          for (int i = 0; i < 200; i++) {
            request.span().add("piece", request.span().start(), 1);
          }
        });
  }

  /// The ids of the requests in it.
  private static List<String> ids(CollectorServer.Received received) {
    return received.spans().stream()
        .filter(span -> !span.has("parentSpanId"))
        .map(span -> TranslationTest.attributes(span).get("ashlar.request_id"))
        .toList();
  }

  private Map<List<String>, Double> dropped() {
    Map<List<String>, Double> all = new java.util.HashMap<>(counted("tracing_spans_dropped"));
    all.values().removeIf(count -> count == 0);
    return all;
  }

  private Map<List<String>, Double> counted(String name) {
    @Nullable MetricSnapshot found =
        metrics.declared().stream()
            .filter(metric -> metric.name().equals(name))
            .findFirst()
            .orElse(null);
    return ((MetricSnapshot.Counter) found).values();
  }
}
