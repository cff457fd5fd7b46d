package org.ashlar.base.metric;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// The counters of one name. Any thread.
public final class Counters extends Family {
  private static final double NANOS = 1_000_000_000.0;

  private final Map<List<String>, Counter> series = new ConcurrentHashMap<>();

  Counters(Head head) {
    super(head);
  }

  /// The counter of some label values. Whoever counts often keeps it.
  ///
  /// @param values a value for each label, in the order of the names
  /// @return the counter, the same at each call
  public Counter with(String... values) {
    List<String> key = key(values, false);
    Counter known = series.get(key);
    if (known == null) {
      key = key(values, series.size() >= MAX_SERIES);
      known = series.computeIfAbsent(key, _ -> new Counter());
    }
    return known;
  }

  @Override
  MetricSnapshot snapshot() {
    Map<List<String>, Double> values = new LinkedHashMap<>();
    boolean seconds = head().name().endsWith("_seconds");
    series.forEach(
        (labels, counter) -> values.put(labels, counter.sum.sum() / (seconds ? NANOS : 1)));
    return new MetricSnapshot.Counter(head().name(), head().help(), head().labels(), values);
  }

  /// One counter. Any thread.
  public static final class Counter {
    private final LongAdder sum = new LongAdder();

    private Counter() {}

    /// Counts.
    ///
    /// @param amount 0 or more; nanoseconds where the name ends in `_seconds`
    public void add(long amount) {
      sum.add(amount);
    }

    /// Counts one.
    public void increment() {
      sum.increment();
    }

    /// What was counted.
    ///
    /// @return 0 or more
    public long sum() {
      return sum.sum();
    }
  }
}
