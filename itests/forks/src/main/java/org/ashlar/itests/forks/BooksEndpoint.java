package org.ashlar.itests.forks;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Request;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.metric.MetricSnapshot;
import org.ashlar.base.metric.Metrics;

/// Tells what all who have ended were billed, and what was counted where it arose.
final class BooksEndpoint implements Endpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_ashlar/test/books",
          Route.Auth.NONE,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/");

  private static final double NANOS = 1_000_000_000.0;

  /// The metric that counts the same where it arises.
  private static final Map<Charge, String> SOURCES =
      new EnumMap<>(
          Map.of(
              Charge.DATABASE_TIME, "database_seconds",
              Charge.CONNECTION_WAIT, "database_schedule_seconds",
              Charge.STATEMENTS, "database_transactions",
              Charge.ROWS, "database_rows",
              Charge.EVENTS_READ, "events_read",
              Charge.EVENTS_WRITTEN, "events_persisted",
              Charge.LANE_WAIT, "room_lane_wait_seconds",
              Charge.COMMIT_WAIT, "room_commit_wait_seconds"));

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(Request request) {
    Ledger ledger = Ledger.current();
    List<MetricSnapshot> metrics = Metrics.current().snapshot();
    JsonObject.Builder charges = JsonObject.builder();
    SOURCES.forEach(
        (charge, name) -> {
          long billed = ledger.settled(charge) + ledger.late(charge) + ledger.outside(charge);
          charges.put(
              charge.name(),
              JsonObject.builder()
                  .put("billed", billed)
                  .put("measured", measured(metrics, name, charge.isTime()))
                  .build());
        });
    return Reply.ok(
        JsonObject.builder()
            .put("late_charges", ledger.lateCharges())
            .put("charges", charges.build())
            .build());
  }

  private static long measured(List<MetricSnapshot> metrics, String name, boolean time) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .mapToLong(metric -> sum(metric, time ? NANOS : 1))
        .sum();
  }

  private static long sum(MetricSnapshot metric, double unit) {
    return switch (metric) {
      case MetricSnapshot.Counter counter ->
          counter.values().values().stream().mapToLong(each -> Math.round(each * unit)).sum();
      case MetricSnapshot.Histogram histogram ->
          histogram.values().values().stream()
              .mapToLong(each -> Math.round(each.sum() * unit))
              .sum();
      case MetricSnapshot.Gauge gauge -> throw new IllegalStateException(gauge.name());
    };
  }
}
