package org.ashlar.http.jetty;

import org.ashlar.base.metric.MetricScope;

/// What metrics say of connections and of requests that are under way. What has ended is counted
/// elsewhere, from its context.
final class HttpMetrics {
  private HttpMetrics() {}

  static void measure(MetricScope metrics, FrontDoor door, JettyServer server) {
    metrics.gauge(
        "http_server_in_flight_requests_count",
        "Requests that have begun and not ended, long polls included.",
        door::active);
    metrics.gauge(
        "notifier_listeners",
        "Long polls that wait for something to happen.",
        door.waits()::waiting);
    metrics.gauge(
        "http_server_parked_requests",
        "Requests that wait until their routes are back.",
        door.lot()::size);
    metrics.gauge("http_server_connections", "Open connections.", server::connections);
  }
}
