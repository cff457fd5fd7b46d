package org.ashlar.metrics;

import java.util.EnumSet;
import java.util.Set;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.metric.Counters;
import org.ashlar.base.metric.Counters.Counter;
import org.ashlar.base.metric.Histograms;
import org.ashlar.base.metric.Histograms.Histogram;
import org.ashlar.base.metric.Metrics;

/// The metrics of tasks that have ended: work that no request waits for. Any thread.
final class EndedTasks {
  private static final String NAME = "name";

  /// Nobody sends a task a body or waits for it.
  private static final Set<Charge> CHARGES =
      EnumSet.complementOf(EnumSet.of(Charge.BYTES_IN, Charge.BYTES_OUT, Charge.IDLE));

  private final Counters starts;
  private final Counters failures;
  private final Histograms time;
  private final Measures used;

  EndedTasks(Metrics metrics) {
    starts = metrics.counter("background_process_start_count", "Tasks that have ended.", NAME);
    failures = metrics.counter("background_process_failed_count", "Tasks that have failed.", NAME);
    time =
        metrics.seconds(
            "background_process_time_seconds", "Time from a task's begin to its end.", NAME);
    used = new Measures(metrics, CHARGES, "background_process", "tasks", NAME);
  }

  /// The metrics of one kind of task, `OWNER/ROLE`.
  Of of(String operation) {
    return new Of(
        starts.with(operation),
        failures.with(operation),
        time.with(operation),
        used.with(operation));
  }

  /// Tasks of one kind.
  record Of(Counter starts, Counter failures, Histogram time, Measures.Used used) {
    void add(FinishedContext context) {
      starts.increment();
      if (!context.outcome().equals("ok")) {
        failures.increment();
      }
      time.record(context.nanos());
      used.add(context.bill());
    }
  }
}
