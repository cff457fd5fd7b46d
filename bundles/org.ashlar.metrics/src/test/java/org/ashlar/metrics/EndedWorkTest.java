package org.ashlar.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.RequestContext.Kind;
import org.ashlar.base.metric.MetricSnapshot;
import org.ashlar.base.metric.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndedWorkTest {
  private static final List<String> SYNC = List.of("GET", "/sync");

  private final Metrics metrics = new Metrics();
  private EndedWork work = new EndedWork(metrics);

  @BeforeEach
  void given() {
    Ledger.current().add(work);
  }

  @AfterEach
  void after() {
    Ledger.current().remove(work);
  }

  @Test
  void aRequestCountsWithItsTemplateItsStatusAndWhatItUsed() {
    // Given
    RequestContext request = begin(Kind.REQUEST, "GET /sync");
    request.meter().add(Charge.DATABASE_TIME, 250_000_000);
    request.meter().add(Charge.CONNECTION_WAIT, 500_000_000);
    request.meter().add(Charge.STATEMENTS, 3);
    request.meter().add(Charge.BYTES_OUT, 90);
    request.meter().add(Charge.CPU, 1_000_000);
    // When
    request.finish("200");
    begin(Kind.REQUEST, "GET /sync").finish("499!");
    // Then
    assertThat(counter("http_server_requests_received")).isEqualTo(Map.of(SYNC, 2.0));
    assertThat(counter("http_server_response_count")).isEqualTo(Map.of(SYNC, 2.0));
    assertThat(counter("http_server_responses"))
        .isEqualTo(Map.of(List.of("GET", "200"), 1.0, List.of("GET", "499"), 1.0));
    assertThat(counter("http_server_response_db_txn_duration_seconds"))
        .isEqualTo(Map.of(SYNC, 0.25));
    assertThat(counter("http_server_response_db_sched_duration_seconds"))
        .isEqualTo(Map.of(SYNC, 0.5));
    assertThat(counter("http_server_response_db_statements")).isEqualTo(Map.of(SYNC, 3.0));
    assertThat(counter("http_server_response_size")).isEqualTo(Map.of(SYNC, 90.0));
    assertThat(counter("http_server_response_ru_utime_seconds")).isEqualTo(Map.of(SYNC, 0.001));
    assertThat(counts("http_server_response_time_seconds"))
        .isEqualTo(Map.of(List.of("GET", "/sync", "200"), 1L, List.of("GET", "/sync", "499"), 1L));
    assertThat(counts("http_server_response_busy_seconds")).isEqualTo(Map.of(SYNC, 2L));
  }

  @Test
  void aTaskCountsUnderItsOwnerAndRole() {
    // Given
    List<String> sweep = List.of("store/sweep");
    RequestContext task = begin(Kind.TASK, "store/sweep");
    task.meter().add(Charge.ROWS, 5);
    // When
    task.finish("ok");
    begin(Kind.TASK, "store/sweep").finish("failed");
    // Then
    assertThat(counter("background_process_start_count")).isEqualTo(Map.of(sweep, 2.0));
    assertThat(counter("background_process_failed_count")).isEqualTo(Map.of(sweep, 1.0));
    assertThat(counter("background_process_db_rows")).isEqualTo(Map.of(sweep, 5.0));
    assertThat(counts("background_process_time_seconds")).isEqualTo(Map.of(sweep, 2L));
  }

  @Test
  void anotherVersionCountsOnWhereTheOneBeforeLeft() {
    // Given
    begin(Kind.REQUEST, "GET /sync").finish("200");
    Ledger.current().remove(work);
    // When
    work = new EndedWork(metrics);
    Ledger.current().add(work);
    begin(Kind.REQUEST, "GET /sync").finish("200");
    // Then
    assertThat(counter("http_server_response_count")).isEqualTo(Map.of(SYNC, 2.0));
  }

  @Test
  void kindsBeyondTheBoundCountTogether() {
    int more = 40;
    for (int i = 0; i < EndedWork.MAX_KINDS + more; i++) {
      begin(Kind.REQUEST, "GET /" + i).finish("200");
    }
    Map<List<String>, Double> counted = counter("http_server_response_count");
    assertThat(counted)
        .hasSize(EndedWork.MAX_KINDS + 1)
        .containsEntry(List.of("other", "any"), (double) more);
  }

  private static RequestContext begin(Kind kind, String operation) {
    RequestContext context = RequestContext.root("X-1", kind, Instant.MAX);
    context.operation(operation);
    return context;
  }

  private Map<List<String>, Double> counter(String name) {
    return ((MetricSnapshot.Counter) find(name)).values();
  }

  private Map<List<String>, Long> counts(String name) {
    var found = new java.util.HashMap<List<String>, Long>();
    ((MetricSnapshot.Histogram) find(name))
        .values()
        .forEach(
            (labels, values) ->
                found.put(labels, values.counts().stream().mapToLong(Long::longValue).sum()));
    return found;
  }

  private MetricSnapshot find(String name) {
    return metrics.declared().stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
