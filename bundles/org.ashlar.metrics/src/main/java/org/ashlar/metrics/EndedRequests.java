package org.ashlar.metrics;

import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.metric.Counters;
import org.ashlar.base.metric.Counters.Counter;
import org.ashlar.base.metric.Histograms;
import org.ashlar.base.metric.Histograms.Histogram;
import org.ashlar.base.metric.Metrics;

/// The metrics of requests that have ended. Any thread.
final class EndedRequests {
  private static final String METHOD = "method";
  private static final String SERVLET = "servlet";
  private static final String CODE = "code";

  private final Counters received;
  private final Counters count;
  private final Counters responses;
  private final Histograms time;
  private final Histograms busy;
  private final Measures used;

  EndedRequests(Metrics metrics) {
    received =
        metrics.counter(
            "http_server_requests_received", "Requests that have ended.", METHOD, SERVLET);
    count =
        metrics.counter(
            "http_server_response_count", "Answers, by the path's template.", METHOD, SERVLET);
    responses =
        metrics.counter(
            "http_server_responses",
            "Answers, by status; 499 where the client left before.",
            METHOD,
            CODE);
    time =
        metrics.seconds(
            "http_server_response_time_seconds",
            "Time to the end of the answer, long polls included.",
            METHOD,
            SERVLET,
            CODE);
    busy =
        metrics.seconds(
            "http_server_response_busy_seconds",
            "Time to the end of the answer without what the client wished to wait.",
            METHOD,
            SERVLET);
    used =
        new Measures(
            metrics,
            EnumSet.allOf(Charge.class),
            "http_server_response",
            "requests",
            METHOD,
            SERVLET);
  }

  /// The metrics of one operation, `METHOD TEMPLATE`.
  Of of(String operation) {
    int space = operation.indexOf(' ');
    String method = space < 0 ? operation : operation.substring(0, space);
    String servlet = space < 0 ? "any" : operation.substring(space + 1);
    return new Of(method, servlet);
  }

  /// Requests of one operation.
  final class Of {
    private final String method;
    private final String servlet;
    private final Counter mineReceived;
    private final Counter mineCount;
    private final Histogram mineBusy;
    private final Measures.Used mineUsed;
    private final Map<String, Coded> byCode = new ConcurrentHashMap<>();

    private record Coded(Counter responses, Histogram time) {}

    private Of(String method, String servlet) {
      this.method = method;
      this.servlet = servlet;
      mineReceived = received.with(method, servlet);
      mineCount = count.with(method, servlet);
      mineBusy = busy.with(method, servlet);
      mineUsed = used.with(method, servlet);
    }

    void add(FinishedContext context) {
      mineReceived.increment();
      mineCount.increment();
      mineBusy.record(context.busy().toNanos());
      mineUsed.add(context.bill());
      Coded coded = byCode.computeIfAbsent(code(context.outcome()), this::coded);
      coded.responses.increment();
      coded.time.record(context.nanos());
    }

    private Coded coded(String code) {
      return new Coded(responses.with(method, code), time.with(method, servlet, code));
    }
  }

  /// The status, whether or not the answer was sent whole.
  private static String code(String outcome) {
    return outcome.endsWith("!") ? outcome.substring(0, outcome.length() - 1) : outcome;
  }
}
