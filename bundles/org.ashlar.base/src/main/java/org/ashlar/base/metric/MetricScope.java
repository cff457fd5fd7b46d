package org.ashlar.base.metric;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// The gauges of one owner. Counters and histograms need none: they stay when the owner goes. Any
/// thread.
public final class MetricScope implements AutoCloseable {
  private final Metrics metrics;
  private final List<Runnable> ends = new CopyOnWriteArrayList<>();

  MetricScope(Metrics metrics) {
    this.metrics = metrics;
  }

  /// A gauge, asked whenever metrics are read.
  ///
  /// @param name in lower case with `_`, without prefix
  /// @param help what it says, in a sentence, with the unit
  /// @param source the value; quick, any thread
  public void gauge(String name, String help, Supplier<? extends Number> source) {
    gauges(name, help, List.of(), () -> Map.of(List.of(), source.get()));
  }

  /// Gauges of one name with labels, asked whenever metrics are read.
  ///
  /// @param name in lower case with `_`, without prefix
  /// @param help what they say, in a sentence, with the unit
  /// @param labels the names of the labels; their values must be few
  /// @param source the value for each list of label values; quick, any thread
  public void gauges(
      String name,
      String help,
      List<String> labels,
      Supplier<? extends Map<List<String>, ? extends Number>> source) {
    Gauges gauges = metrics.gauges(name, help, labels);
    gauges.add(source);
    ends.add(() -> gauges.remove(source));
  }

  /// Ends the gauges. Repeating it does nothing.
  @Override
  public void close() {
    ends.forEach(Runnable::run);
    ends.clear();
  }
}
