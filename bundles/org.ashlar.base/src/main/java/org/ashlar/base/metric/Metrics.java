package org.ashlar.base.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/// All metrics of the process. They live here and not in the bundles that count: a counter goes on
/// from where the bundle before left it, and nothing of a swapped bundle is kept alive. Any thread.
public final class Metrics {
  private static final Metrics PROCESS = new Metrics();

  private final ConcurrentSkipListMap<String, Family> families = new ConcurrentSkipListMap<>();

  /// Metrics of their own, for tests.
  public Metrics() {}

  /// The metrics of this process.
  ///
  /// @return the one registry
  public static Metrics current() {
    return PROCESS;
  }

  /// A counter, which only grows.
  ///
  /// @param name in lower case with `_`, without prefix and without `_total`, such as
  ///   `http_requests`
  /// @param help what is counted, in a sentence, with the unit
  /// @param labels the names of its labels; their values must be few
  /// @return the counters of that name, the same at each call
  /// @throws IllegalStateException when the name means something else already
  public Counters counter(String name, String help, String... labels) {
    return of(Counters.class, name, new Counters(new Family.Head(name, help, List.of(labels))));
  }

  /// A histogram of durations in seconds.
  ///
  /// @param name in lower case with `_`, without prefix, ending in `_seconds`
  /// @param help what is measured, in a sentence
  /// @param labels the names of its labels; their values must be few
  /// @return the histograms of that name, the same at each call
  /// @throws IllegalStateException when the name means something else already
  public Histograms seconds(String name, String help, String... labels) {
    return of(
        Histograms.class,
        name,
        new Histograms(new Family.Head(name, help, List.of(labels)), Histograms.SECONDS));
  }

  /// A histogram of sizes.
  ///
  /// @param name in lower case with `_`, without prefix
  /// @param help what is measured, in a sentence, with the unit
  /// @param labels the names of its labels; their values must be few
  /// @return the histograms of that name, the same at each call
  /// @throws IllegalStateException when the name means something else already
  public Histograms sizes(String name, String help, String... labels) {
    return of(
        Histograms.class,
        name,
        new Histograms(new Family.Head(name, help, List.of(labels)), Histograms.SIZES));
  }

  /// Gauges of one owner, which end with it.
  ///
  /// @return an empty scope, to be closed when the owner is deactivated
  public MetricScope scope() {
    return new MetricScope(this);
  }

  Gauges gauges(String name, String help, List<String> labels) {
    return of(Gauges.class, name, new Gauges(new Family.Head(name, help, labels)));
  }

  /// What all metrics say now.
  ///
  /// @return by name; those without a value are left out
  public List<MetricSnapshot> snapshot() {
    return declared().stream().filter(metric -> !metric.isEmpty()).toList();
  }

  /// What all metrics say now, with those that nothing was counted for.
  ///
  /// @return by name
  public List<MetricSnapshot> declared() {
    List<MetricSnapshot> all = new ArrayList<>();
    for (Family family : families.values()) {
      all.add(family.snapshot());
    }
    return all;
  }

  private <F extends Family> F of(Class<F> type, String name, F fresh) {
    Family known = families.putIfAbsent(name, fresh);
    Family family = known == null ? fresh : known;
    if (!type.isInstance(family) || !family.head().labels().equals(fresh.head().labels())) {
      throw new IllegalStateException("the metric " + name + " has another kind or other labels");
    }
    return type.cast(family);
  }
}
