package org.ashlar.base.metric;

import java.util.List;

/// All metrics of one name.
abstract sealed class Family permits Counters, Gauges, Histograms {
  /// The most combinations of label values; further ones are counted together under `other`.
  static final int MAX_SERIES = 2_000;

  private static final String OTHER = "other";

  private final Head head;

  /// What all metrics of a name share.
  record Head(String name, String help, List<String> labels) {}

  Family(Head head) {
    this.head = head;
  }

  final Head head() {
    return head;
  }

  abstract MetricSnapshot snapshot();

  /// The values under which something is counted.
  final List<String> key(String[] values, boolean full) {
    if (values.length != head.labels.size()) {
      throw new IllegalArgumentException(
          "the metric %s has the labels %s".formatted(head.name, head.labels));
    }
    return full ? head.labels.stream().map(_ -> OTHER).toList() : List.of(values);
  }
}
