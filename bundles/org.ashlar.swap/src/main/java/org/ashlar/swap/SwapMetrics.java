package org.ashlar.swap;

import org.ashlar.base.metric.Counters;
import org.ashlar.base.metric.Histograms;
import org.ashlar.base.metric.Metrics;

/// What metrics say of changes of the bundles. Any thread.
final class SwapMetrics {
  private final Counters changes =
      Metrics.current()
          .counter("swaps", "Changes of bundles, by kind and outcome.", "kind", "outcome");
  private final Histograms time =
      Metrics.current()
          .seconds(
              "swap_time_seconds", "Time of a change, from its first step to its last.", "kind");
  private final Histograms pause =
      Metrics.current()
          .seconds("swap_pause_seconds", "Time for which new requests waited.", "kind");

  /// A change of the bundles.
  @FunctionalInterface
  interface Change {
    SwapCoordinator.Result make() throws SwapFailure;
  }

  SwapCoordinator.Result measured(String kind, Change change) throws SwapFailure {
    boolean well = false;
    try {
      SwapCoordinator.Result result = change.make();
      time.with(kind).record(result.total().toNanos());
      pause.with(kind).record(result.pause().toNanos());
      well = true;
      return result;
    } finally {
      changes.with(kind, well ? "ok" : "failed").increment();
    }
  }
}
