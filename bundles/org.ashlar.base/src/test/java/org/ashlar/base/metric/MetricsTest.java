package org.ashlar.base.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = new Metrics();

  @Test
  void aCounterGoesOnWhereTheOneBeforeLeftIt() {
    metrics.counter("sent", "Events sent.", "type").with("a").add(2);
    metrics.counter("sent", "Events sent.", "type").with("a").increment();
    assertThat(metrics.snapshot())
        .containsExactly(
            new MetricSnapshot.Counter(
                "sent", "Events sent.", List.of("type"), Map.of(List.of("a"), 3.0)));
  }

  @Test
  void nanosecondsAreShownAsSeconds() {
    metrics.counter("database_seconds", "Time.").with().add(1_500_000_000);
    metrics.seconds("latency_seconds", "Time.").with().record(2_000_000);
    assertThat(metrics.snapshot().getFirst())
        .isEqualTo(
            new MetricSnapshot.Counter(
                "database_seconds", "Time.", List.of(), Map.of(List.of(), 1.5)));
    MetricSnapshot.Histogram latency = (MetricSnapshot.Histogram) metrics.snapshot().getLast();
    MetricSnapshot.Distribution distribution = latency.values().get(List.of());
    assertThat(distribution.bounds()).startsWith(0.001, 0.0025);
    assertThat(distribution.counts()).startsWith(0L, 1L, 0L);
    assertThat(distribution.sum()).isEqualTo(0.002);
  }

  @Test
  void gaugesOfTwoVersionsAreSummedAndEndWithTheirScope() {
    MetricScope old = metrics.scope();
    MetricScope fresh = metrics.scope();
    old.gauge("calls", "Calls.", () -> 2);
    fresh.gauge("calls", "Calls.", () -> 3);
    assertThat(metrics.snapshot())
        .containsExactly(
            new MetricSnapshot.Gauge("calls", "Calls.", List.of(), Map.of(List.of(), 5.0)));
    old.close();
    assertThat(metrics.snapshot())
        .containsExactly(
            new MetricSnapshot.Gauge("calls", "Calls.", List.of(), Map.of(List.of(), 3.0)));
  }

  @Test
  void aSourceThatFailsIsLeftOut() {
    MetricScope scope = metrics.scope();
    scope.gauge(
        "calls",
        "Calls.",
        () -> {
          throw new IllegalStateException("gone");
        });
    assertThat(metrics.snapshot()).isEmpty();
  }

  @Test
  void tooManySeriesAreCountedTogether() {
    for (int i = 0; i < Family.MAX_SERIES + 10; i++) {
      metrics.counter("seen", "Seen.", "who").with("user" + i).increment();
    }
    MetricSnapshot.Counter seen = (MetricSnapshot.Counter) metrics.snapshot().getFirst();
    assertThat(seen.values()).hasSize(Family.MAX_SERIES + 1).containsEntry(List.of("other"), 10.0);
  }

  @Test
  void gaugesAreBoundedToo() {
    Map<List<String>, Integer> many = new HashMap<>();
    for (int i = 0; i < Family.MAX_SERIES + 10; i++) {
      many.put(List.of("room" + i), 1);
    }
    metrics.scope().gauges("rooms", "Rooms.", List.of("room"), () -> many);
    MetricSnapshot.Gauge rooms = (MetricSnapshot.Gauge) metrics.snapshot().getFirst();
    assertThat(rooms.values()).hasSize(Family.MAX_SERIES + 1).containsEntry(List.of("other"), 10.0);
  }

  @Test
  void whatNothingWasCountedForIsDeclaredAndNotShown() {
    metrics.counter("sent", "Events sent.", "type");
    assertThat(metrics.declared())
        .containsExactly(
            new MetricSnapshot.Counter("sent", "Events sent.", List.of("type"), Map.of()));
    assertThat(metrics.snapshot()).isEmpty();
  }

  @Test
  void aNameHasOneKindAndOneListOfLabels() {
    metrics.counter("sent", "Events sent.", "type");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> metrics.seconds("sent", "Events sent.", "type"));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> metrics.counter("sent", "Events sent."));
  }
}
