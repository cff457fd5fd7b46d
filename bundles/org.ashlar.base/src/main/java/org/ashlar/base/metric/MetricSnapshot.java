package org.ashlar.base.metric;

import java.util.List;
import java.util.Map;

/// What the metrics of one name say at a moment. Immutable.
public sealed interface MetricSnapshot {
  /// The name.
  ///
  /// @return in lower case with `_`, without prefix
  String name();

  /// What is counted or measured.
  ///
  /// @return a sentence
  String help();

  /// The names of the labels.
  ///
  /// @return may be empty
  List<String> labels();

  /// Whether there is no value.
  ///
  /// @return true when nothing was counted yet
  boolean isEmpty();

  /// Counters.
  ///
  /// @param name the name, without `_total`
  /// @param help what is counted
  /// @param labels the names of the labels
  /// @param values the sum for each list of label values
  record Counter(String name, String help, List<String> labels, Map<List<String>, Double> values)
      implements MetricSnapshot {
    /// Copies the values.
    public Counter {
      values = Map.copyOf(values);
    }

    @Override
    public boolean isEmpty() {
      return values.isEmpty();
    }
  }

  /// Gauges.
  ///
  /// @param name the name
  /// @param help what they say
  /// @param labels the names of the labels
  /// @param values the value for each list of label values
  record Gauge(String name, String help, List<String> labels, Map<List<String>, Double> values)
      implements MetricSnapshot {
    /// Copies the values.
    public Gauge {
      values = Map.copyOf(values);
    }

    @Override
    public boolean isEmpty() {
      return values.isEmpty();
    }
  }

  /// Histograms.
  ///
  /// @param name the name
  /// @param help what is measured
  /// @param labels the names of the labels
  /// @param values the distribution for each list of label values
  record Histogram(
      String name, String help, List<String> labels, Map<List<String>, Distribution> values)
      implements MetricSnapshot {
    /// Copies the values.
    public Histogram {
      values = Map.copyOf(values);
    }

    @Override
    public boolean isEmpty() {
      return values.isEmpty();
    }
  }

  /// How values are distributed.
  ///
  /// @param bounds the upper bounds of the buckets, rising; values up to it are in the bucket
  /// @param counts how many values are in each bucket and in no lower one; one more than bounds,
  ///   for what is above
  /// @param sum the sum of all values
  record Distribution(List<Double> bounds, List<Long> counts, double sum) {
    /// Copies the lists.
    public Distribution {
      bounds = List.copyOf(bounds);
      counts = List.copyOf(counts);
    }
  }
}
