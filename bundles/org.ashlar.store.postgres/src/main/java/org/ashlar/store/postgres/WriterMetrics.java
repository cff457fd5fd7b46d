package org.ashlar.store.postgres;

import java.util.List;
import org.ashlar.base.metric.Counters.Counter;
import org.ashlar.base.metric.Histograms.Histogram;
import org.ashlar.base.metric.Metrics;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;

/// What metrics say of the writer. Its owner calls it for one batch after the other.
final class WriterMetrics {
  private final Histogram time =
      Metrics.current()
          .seconds("storage_commit_time_seconds", "Time to store a batch, its commit included.")
          .with();
  private final Histogram batch =
      Metrics.current().sizes("storage_commit_appends", "Appends in a batch.").with();
  private final Counter events =
      Metrics.current()
          .counter("storage_events_persisted_events", "Events that were stored.")
          .with();
  private final Counter faults =
      Metrics.current().counter("storage_commit_faults", "Appends that were not stored.").with();

  /// Counts a batch.
  ///
  /// @param nanos how long it took
  void written(List<Append> appends, List<AppendResult> results, long nanos) {
    time.record(nanos);
    batch.record(appends.size());
    for (int i = 0; i < appends.size(); i++) {
      switch (results.get(i)) {
        case AppendResult.Stored _ -> events.add(appends.get(i).events().size());
        case AppendResult.Failed _ -> faults.increment();
      }
    }
  }
}
