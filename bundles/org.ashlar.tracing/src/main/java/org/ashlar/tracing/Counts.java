package org.ashlar.tracing;

import org.ashlar.base.metric.Counters;
import org.ashlar.base.metric.Counters.Counter;
import org.ashlar.base.metric.Metrics;

/// What became of spans. Any thread.
final class Counts {
  private final Counters exports;
  private final Counters dropped;
  private final Counter sent;

  /// Why spans were dropped.
  enum Reason {
    /// More came than could be sent.
    QUEUE_FULL("queue_full"),
    /// The collector was not there or busy, again and again.
    UNREACHED("unreached"),
    /// The collector did not want them.
    REFUSED("refused"),
    /// Tracing was switched off or replaced, or the server ended.
    ENDED("ended");

    private final String label;

    Reason(String label) {
      this.label = label;
    }
  }

  Counts(Metrics metrics) {
    exports =
        metrics.counter(
            "tracing_exports", "Requests to the collector, by what became of them.", "outcome");
    dropped = metrics.counter("tracing_spans_dropped", "Spans that were not sent.", "reason");
    sent = metrics.counter("tracing_spans_sent", "Spans that the collector took.").with();
  }

  void dropped(Reason reason, long spans) {
    dropped.with(reason.label).add(spans);
  }

  void sent(long spans) {
    sent.add(spans);
  }

  void export(Delivery delivery) {
    String outcome =
        switch (delivery) {
          case Delivery.Taken(long rejected) -> rejected == 0 ? "ok" : "partial";
          case Delivery.Refused _ -> "refused";
          case Delivery.Later _ -> "unreached";
        };
    exports.with(outcome).increment();
  }
}
