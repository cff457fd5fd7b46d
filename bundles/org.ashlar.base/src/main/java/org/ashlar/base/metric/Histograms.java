package org.ashlar.base.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// The histograms of one name. Any thread.
public final class Histograms extends Family {
  static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10, 30, 60
  };
  static final double[] SIZES = {1, 2, 3, 5, 7, 10, 20, 50, 100, 200, 500, 1_000, 10_000};

  private static final double NANOS = 1_000_000_000.0;

  private final double[] bounds;
  private final double unit;
  private final Map<List<String>, Histogram> series = new ConcurrentHashMap<>();

  Histograms(Head head, double[] bounds) {
    super(head);
    this.bounds = bounds;
    this.unit = bounds == SECONDS ? NANOS : 1;
  }

  /// The histogram of some label values. Whoever measures often keeps it.
  ///
  /// @param values a value for each label, in the order of the names
  /// @return the histogram, the same at each call
  public Histogram with(String... values) {
    List<String> key = key(values, false);
    Histogram known = series.get(key);
    if (known == null) {
      key = key(values, series.size() >= MAX_SERIES);
      known = series.computeIfAbsent(key, _ -> new Histogram(bounds, unit));
    }
    return known;
  }

  @Override
  MetricSnapshot snapshot() {
    Map<List<String>, MetricSnapshot.Distribution> values = new LinkedHashMap<>();
    series.forEach((labels, histogram) -> values.put(labels, histogram.distribution()));
    return new MetricSnapshot.Histogram(head().name(), head().help(), head().labels(), values);
  }

  /// One histogram. Any thread.
  public static final class Histogram {
    private final double[] bounds;
    private final double unit;
    private final AtomicLongArray counts;
    private final LongAdder sum = new LongAdder();

    private Histogram(double[] bounds, double unit) {
      this.bounds = bounds;
      this.unit = unit;
      this.counts = new AtomicLongArray(bounds.length + 1);
    }

    /// Takes a value.
    ///
    /// @param value 0 or more; nanoseconds in a histogram of seconds
    public void record(long value) {
      double measured = value / unit;
      int at = 0;
      while (at < bounds.length && measured > bounds[at]) {
        at++;
      }
      counts.incrementAndGet(at);
      sum.add(value);
    }

    private MetricSnapshot.Distribution distribution() {
      Long[] copy = new Long[bounds.length + 1];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = counts.get(i);
      }
      List<Double> ends = Arrays.stream(bounds).boxed().toList();
      return new MetricSnapshot.Distribution(ends, List.of(copy), sum.sum() / unit);
    }
  }
}
