package org.ashlar.base.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gauges of one name: each owner brings a source of values; equal labels are summed, as two
/// versions of a bundle are there during a swap.
final class Gauges extends Family {
  private static final Logger LOG = LoggerFactory.getLogger(Gauges.class);

  private final List<Supplier<? extends Map<List<String>, ? extends Number>>> sources =
      new CopyOnWriteArrayList<>();

  Gauges(Head head) {
    super(head);
  }

  void add(Supplier<? extends Map<List<String>, ? extends Number>> source) {
    sources.add(source);
  }

  void remove(Supplier<? extends Map<List<String>, ? extends Number>> source) {
    sources.removeIf(each -> each == source);
  }

  /// The border to swappable bundles: a source that fails is left out, and said so.
  @Override
  MetricSnapshot snapshot() {
    Map<List<String>, Double> values = new LinkedHashMap<>();
    for (Supplier<? extends Map<List<String>, ? extends Number>> source : sources) {
      try {
        source.get().forEach((labels, value) -> put(values, labels, value.doubleValue()));
      } catch (RuntimeException | LinkageError e) {
        LOG.debug("A gauge of {} failed: {}", head().name(), e.toString());
      }
    }
    return new MetricSnapshot.Gauge(head().name(), head().help(), head().labels(), values);
  }

  private void put(Map<List<String>, Double> values, List<String> labels, double value) {
    boolean full = values.size() >= MAX_SERIES && !values.containsKey(labels);
    values.merge(key(labels.toArray(String[]::new), full), value, Double::sum);
  }
}
