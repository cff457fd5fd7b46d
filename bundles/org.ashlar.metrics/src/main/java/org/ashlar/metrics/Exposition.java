package org.ashlar.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.ashlar.base.http.Reply;
import org.ashlar.base.metric.MetricSnapshot;

/// Writes metrics in the formats of Prometheus. Any thread.
final class Exposition {
  private static final int EXPECTED = 1 << 16;

  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Supplier<List<MetricSnapshot>> house;
  private final Supplier<MetricSnapshots> runtime;

  /// @param house the metrics of the house, by names without prefix
  /// @param runtime those of Java and the process, whose names have none
  Exposition(Supplier<List<MetricSnapshot>> house, Supplier<MetricSnapshots> runtime) {
    this.house = house;
    this.runtime = runtime;
  }

  /// All metrics as they are now.
  ///
  /// @param accept the formats that the reader takes, as in the header; empty for any
  /// @param prefix what names of the house begin with
  /// @return 200 with OpenMetrics text when it is accepted, else the text format of Prometheus
  Reply reply(String accept, String prefix) {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    house.get().stream()
        .filter(metric -> !metric.isEmpty())
        .map(metric -> Translation.of(metric, prefix))
        .forEach(all::metricSnapshot);
    runtime.get().forEach(all::metricSnapshot);
    ByteArrayOutputStream text = new ByteArrayOutputStream(EXPECTED);
    try {
      writer.write(text, all.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Reply.of(200, writer.getContentType(), text.toByteArray());
  }
}
