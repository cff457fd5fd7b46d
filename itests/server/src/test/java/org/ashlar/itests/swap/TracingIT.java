package org.ashlar.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ashlar.itests.server.AshlarServer;
import org.ashlar.itests.server.Await;
import org.ashlar.itests.server.MatrixClient;
import org.junit.jupiter.api.Test;

/// What a collector gets of a running server.
class TracingIT {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  @Test
  void theTraceOfARequestAndItsIdLeadToTheSameTree() throws Exception {
    try (TraceCollector collector = new TraceCollector();
        AshlarServer server =
            AshlarServer.with(
                    """
                    registration:
                      enabled: true
                    password:
                      hash_memory_kib: 1024
                      hash_iterations: 1
                    tracing:
                      enabled: true
                      endpoint: %s
                    """
                        .formatted(collector.url()))
                .start()) {
      // Given
      MatrixClient.register(server.baseUri(), "alice").createRoom("{}");
      // When
      ask(server.baseUri());
      // Then
      JsonNode root = root(collector);
      assertThat(root.path("parentSpanId").asText()).isEqualTo(PARENT);
      assertThat(root.path("kind").asInt()).isEqualTo(2);
      String id = TraceCollector.attribute(root, "ashlar.request_id");
      assertThat(id).startsWith("POST-");
      assertThat(TraceCollector.attribute(root, "http.response.status_code")).isEqualTo("403");
      List<JsonNode> pieces =
          collector.spans().stream()
              .filter(span -> span.path("traceId").asText().equals(TRACE) && span != root)
              .toList();
      assertThat(pieces)
          .anyMatch(span -> span.path("name").asText().equals("org.ashlar.account.Accounts"));
      AshlarServer.Outcome byTrace = server.control("trace", TRACE);
      assertThat(byTrace.exit()).isZero();
      assertThat(byTrace.out()).contains(id).contains("account.Accounts");
      assertThat(server.control("trace", id).out()).isEqualTo(byTrace.out());
      // And the room, whose making is another trace
      assertThat(collector.spans())
          .filteredOn(
              span -> span.path("name").asText().equals("POST /_matrix/client/v3/createRoom"))
          .singleElement()
          .satisfies(
              span -> {
                assertThat(span.path("traceId").asText()).isNotEqualTo(TRACE).hasSize(32);
                assertThat(span.has("parentSpanId")).isFalse();
                assertThat(Long.parseLong(TraceCollector.attribute(span, "ashlar.statements")))
                    .isPositive();
                assertThat(span.toString()).doesNotContain("@alice", "ashlar.room");
              });
    }
  }

  private static JsonNode root(TraceCollector collector) {
    Await.until(
        "the collector has the trace", Duration.ofSeconds(30), () -> found(collector).isPresent());
    return found(collector).orElseThrow();
  }

  private static Optional<JsonNode> found(TraceCollector collector) {
    return collector.spans().stream()
        .filter(span -> span.path("traceId").asText().equals(TRACE))
        .filter(span -> !TraceCollector.attribute(span, "ashlar.request_id").isEmpty())
        .findFirst();
  }

  private static void ask(URI base) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/_matrix/client/v3/login"))
            .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"type":"m.login.password","password":"wrong",
                    "identifier":{"type":"m.id.user","user":"alice"}}
                    """))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(403);
    }
  }
}
