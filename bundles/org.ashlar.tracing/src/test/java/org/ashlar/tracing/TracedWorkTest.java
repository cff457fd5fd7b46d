package org.ashlar.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.RequestContext.Kind;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.log.LogSettings;
import org.ashlar.base.log.Logging;
import org.ashlar.base.metric.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

@Timeout(60)
class TracedWorkTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  private final TracedWork work =
      new TracedWork(
          new Envelope("1.2.3", "node-7"),
          new Exporter.Pace(100, Duration.ZERO, Duration.ofSeconds(10), null),
          new Counts(new Metrics()));

  private CollectorServer server;

  @BeforeEach
  void given() throws Exception {
    server = new CollectorServer();
    Ledger.current().add(work);
  }

  @AfterEach
  void after() {
    Ledger.current().remove(work);
    work.deactivate();
    server.close();
  }

  @Test
  void aRequestOfTheHouseReachesTheCollectorWithWhoSentIt() throws Exception {
    // Given
    work.apply(Options.on(server.url()).headers("X-Team=s3cret").withPeople());
    RequestContext request = RequestContext.root("GET-71", Kind.REQUEST, Instant.MAX);
    request.operation("GET /sync");
    request.identify("@alice:example.org");
    // When
    request.finish("200");
    // Then
    CollectorServer.Received received = server.next();
    assertThat(received.path()).isEqualTo("/v1/traces");
    assertThat(received.headers())
        .containsEntry("Content-type", List.of("application/json"))
        .containsEntry("X-team", List.of("s3cret"));
    JsonObject resource =
        ((JsonObject) received.body().array("resourceSpans").orElseThrow().values().getFirst())
            .object("resource")
            .orElseThrow();
    assertThat(TranslationTest.attributes(resource))
        .isEqualTo(
            Map.of(
                "service.name", "ashlar",
                "service.version", "1.2.3",
                "service.instance.id", "node-7"));
    assertThat(received.spans()).hasSize(1);
    assertThat(TranslationTest.attributes(received.spans().getFirst()))
        .containsEntry("ashlar.request_id", "GET-71")
        .containsEntry("enduser.id", "@alice:example.org");
  }

  @Test
  void itsOwnWorkIsNotTraced() throws Exception {
    work.apply(Options.on(server.url()));
    for (int i = 0; i < 20; i++) {
      finish("GET-" + i);
      List<JsonObject> spans = server.next().spans();
      assertThat(spans).noneMatch(span -> Json.text(span).contains("org.ashlar.tracing"));
    }
  }

  @Test
  void whileItIsOffNothingIsSentAndNoThreadRuns() throws Exception {
    // Given
    work.apply(Options.on(server.url()).off());
    assertThat(work.threads()).isZero();
    finish("GET-81");
    // When
    work.apply(Options.on(server.url()));
    assertThat(work.threads()).isEqualTo(2);
    finish("GET-82");
    // Then
    assertThat(id(server.next())).isEqualTo("GET-82");
    work.apply(Options.on(server.url()).off());
    assertThat(work.threads()).isZero();
    finish("GET-83");
    work.apply(Options.on(server.url()));
    finish("GET-84");
    assertThat(id(server.next())).isEqualTo("GET-84");
    assertThat(server.waiting()).isZero();
  }

  @Test
  void anotherEndpointHoldsAtOnceAndOneThatCanNotWorkIsRefused() throws Exception {
    try (CollectorServer other = new CollectorServer()) {
      work.apply(Options.on(server.url()));
      work.apply(Options.on(other.url()));
      finish("GET-91");
      assertThat(id(other.next())).isEqualTo("GET-91");
      work.apply(Options.on("nowhere"));
      finish("GET-92");
      assertThat(id(other.next())).isEqualTo("GET-92");
      assertThat(server.waiting()).isZero();
    }
  }

  @Test
  void theCallerDecidesAndElseTheRatio() throws Exception {
    // Given
    work.apply(Options.on(server.url()).sampling(0));
    String trace = "00-" + TRACE + "-" + PARENT;
    // When
    finish("GET-101");
    work.finished(traced("GET-102", trace + "-00"));
    work.finished(traced("GET-103", trace + "-01"));
    // Then
    CollectorServer.Received sampled = server.next();
    assertThat(id(sampled)).isEqualTo("GET-103");
    assertThat(sampled.spans().getFirst().string("traceId")).contains(TRACE);
    work.apply(Options.on(server.url()));
    work.finished(traced("GET-104", trace + "-00"));
    finish("GET-105");
    assertThat(id(server.next())).isEqualTo("GET-105");
    assertThat(server.waiting()).isZero();
  }

  @Test
  void aPartIsSentWhereAPartIsWished() {
    Settings half = Settings.of(Options.on(server.url()).sampling(0.5));
    Exporter exporter =
        new Exporter(
            new Exporter.Parts(
                half,
                new Translation(new java.util.SplittableRandom(), half.people()),
                new Envelope("1", "n")),
            Exporter.Pace.USUAL,
            new Counts(new Metrics()));
    FinishedContext context = Contexts.request("GET-1", "GET /sync", "200");
    int wanted = 0;
    for (int i = 0; i < 10_000; i++) {
      wanted += exporter.wants(context) ? 1 : 0;
    }
    exporter.close();
    assertThat(wanted).isBetween(4_500, 5_500);
  }

  @Test
  void secretsAreInNoLineOfTheLog(@TempDir Path folder) throws Exception {
    // Given
    Path file = folder.resolve("ashlar.log");
    LogSettings before = Logging.current().settings();
    Logging.current()
        .apply(
            new LogSettings(
                Level.TRACE,
                Map.of(),
                LogSettings.Format.TEXT,
                new LogSettings.Output.File(file, 1 << 20, 1)));
    try {
      // When
      work.apply(Options.on(server.url()).headers("x-team=s3cret", "authorization=Basic s3cret"));
      server.answerNext(401, Map.of(), "");
      finish("GET-111");
      server.next();
      work.apply(Options.on("http://me:s3cret@127.0.0.1").headers("bad name=s3cret"));
      work.apply(Options.on(server.url()).headers("bad name=s3cret"));
      work.deactivate();
      // Then
      assertThat(Logging.current().flush(Duration.ofSeconds(20))).isTrue();
      assertThat(Files.readString(file))
          .contains("takes no traces: it answers 401", "The section tracing stays as it was")
          .doesNotContain("s3cret");
    } finally {
      Logging.current().apply(before);
    }
  }

  private static void finish(String id) {
    RequestContext request = RequestContext.root(id, Kind.REQUEST, Instant.MAX);
    request.operation("GET /sync");
    request.finish("200");
  }

  /// Told to nobody by the ledger, as the observer is away meanwhile.
  private FinishedContext traced(String id, String traceparent) {
    Ledger.current().remove(work);
    try {
      return Contexts.request(id, "GET /sync", "200", traceparent, _ -> {});
    } finally {
      Ledger.current().add(work);
    }
  }

  private static String id(CollectorServer.Received received) {
    assertThat(received.spans()).hasSize(1);
    return TranslationTest.attributes(received.spans().getFirst()).get("ashlar.request_id");
  }
}
