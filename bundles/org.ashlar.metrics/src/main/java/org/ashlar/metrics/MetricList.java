package org.ashlar.metrics;

import java.util.Comparator;
import java.util.List;
import org.ashlar.base.metric.MetricSnapshot;

/// The metrics of the house as a list to be read by people.
final class MetricList {
  private MetricList() {}

  static List<MetricSnapshot> sorted(List<MetricSnapshot> metrics) {
    return metrics.stream().sorted(Comparator.comparing(MetricSnapshot::name)).toList();
  }

  /// One metric: its name as Prometheus has it, kind, labels and meaning.
  ///
  /// @param prefix what the name begins with
  /// @return cells divided by ` | `
  static String line(MetricSnapshot metric, String prefix) {
    return String.join(
        " | ",
        prefix + "_" + metric.name() + (metric instanceof MetricSnapshot.Counter ? "_total" : ""),
        kind(metric),
        metric.labels().isEmpty() ? "-" : String.join(", ", metric.labels()),
        metric.help());
  }

  private static String kind(MetricSnapshot metric) {
    return switch (metric) {
      case MetricSnapshot.Counter _ -> "counter";
      case MetricSnapshot.Gauge _ -> "gauge";
      case MetricSnapshot.Histogram _ -> "histogram";
    };
  }
}
