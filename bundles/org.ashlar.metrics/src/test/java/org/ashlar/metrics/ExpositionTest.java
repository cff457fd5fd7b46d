package org.ashlar.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ashlar.base.http.Reply;
import org.ashlar.base.metric.MetricScope;
import org.ashlar.base.metric.Metrics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExpositionTest {
  private final Metrics metrics = new Metrics();
  private final Exposition exposition =
      new Exposition(metrics::declared, () -> MetricSnapshots.of());

  @BeforeEach
  void given() {
    metrics.counter("sent", "Events \"sent\".", "type", "room").with("m.a", "x\"y\\z\n").add(3);
    metrics.counter("unused", "Never counted.", "type");
    metrics.counter("wait_seconds", "Time waited.").with().add(1_500_000_000);
    MetricScope scope = metrics.scope();
    scope.gauge("queue", "Length.", () -> 7);
    scope.gauges(
        "build_info", "What runs.", List.of("version"), () -> java.util.Map.of(List.of("1.2"), 1));
    metrics.sizes("batch", "Appends.").with().record(4);
    metrics.sizes("batch", "Appends.").with().record(20_000);
  }

  @Test
  void theTextFormatIsThatOfPrometheus() {
    Reply reply = exposition.reply("", "ashlar");
    assertThat(reply.headers().get("Content-Type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(text(reply))
        .isEqualTo(
            """
            # HELP ashlar_batch Appends.
            # TYPE ashlar_batch histogram
            ashlar_batch_bucket{le="1.0"} 0
            ashlar_batch_bucket{le="2.0"} 0
            ashlar_batch_bucket{le="3.0"} 0
            ashlar_batch_bucket{le="5.0"} 1
            ashlar_batch_bucket{le="7.0"} 1
            ashlar_batch_bucket{le="10.0"} 1
            ashlar_batch_bucket{le="20.0"} 1
            ashlar_batch_bucket{le="50.0"} 1
            ashlar_batch_bucket{le="100.0"} 1
            ashlar_batch_bucket{le="200.0"} 1
            ashlar_batch_bucket{le="500.0"} 1
            ashlar_batch_bucket{le="1000.0"} 1
            ashlar_batch_bucket{le="10000.0"} 1
            ashlar_batch_bucket{le="+Inf"} 2
            ashlar_batch_count 2
            ashlar_batch_sum 20004.0
            # HELP ashlar_build_info What runs.
            # TYPE ashlar_build_info gauge
            ashlar_build_info{version="1.2"} 1
            # HELP ashlar_queue Length.
            # TYPE ashlar_queue gauge
            ashlar_queue 7.0
            # HELP ashlar_sent_total Events "sent".
            # TYPE ashlar_sent_total counter
            ashlar_sent_total{room="x\\"y\\\\z\\n",type="m.a"} 3.0
            # HELP ashlar_wait_seconds_total Time waited.
            # TYPE ashlar_wait_seconds_total counter
            ashlar_wait_seconds_total 1.5
            """);
  }

  @Test
  void openMetricsIsWrittenForWhoAcceptsIt() {
    Reply reply = exposition.reply("application/openmetrics-text; version=1.0.0", "synapse");
    assertThat(reply.headers().get("Content-Type"))
        .startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(text(reply))
        .contains("# TYPE synapse_sent counter\n", "# TYPE synapse_build info\n")
        .contains("synapse_batch_bucket{le=\"+Inf\"} 2\n")
        .endsWith("# EOF\n");
  }

  @Test
  void whatJavaAndTheProcessSayHasTheUsualNames() {
    String text = text(new Exposition(List::of, new RuntimeReadings()::read).reply("", "ashlar"));
    assertThat(text)
        .contains(
            "\njvm_memory_used_bytes{area=\"heap\"} ",
            "\njvm_gc_collection_seconds_count{gc=",
            "\njvm_threads_current ",
            "\nprocess_cpu_seconds_total ",
            "\nprocess_open_fds ");
  }

  private static String text(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }
}
