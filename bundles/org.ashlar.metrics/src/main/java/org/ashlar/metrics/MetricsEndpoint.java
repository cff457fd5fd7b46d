package org.ashlar.metrics;

import java.util.function.Supplier;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Request;
import org.ashlar.base.http.Route;

/// `GET /_ashlar/metrics`: all metrics, in the format that the reader accepts.
final class MetricsEndpoint implements Endpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_ashlar/metrics",
          Route.Auth.NONE,
          Route.Rate.NONE,
          "https://prometheus.io/docs/instrumenting/exposition_formats/");

  private final Supplier<Settings> settings;
  private final Admission admission;
  private final Exposition exposition;

  MetricsEndpoint(Supplier<Settings> settings, Admission admission, Exposition exposition) {
    this.settings = settings;
    this.admission = admission;
    this.exposition = exposition;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(Request request) {
    Settings now = settings.get();
    if (!now.enabled()) {
      throw new MatrixException(ErrorCode.UNRECOGNIZED, 404, "Metrics are not shown here.");
    }
    admission.check(request, now.scrapers());
    return exposition.reply(request.header("accept").orElse(""), now.prefix());
  }
}
