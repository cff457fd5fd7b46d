package org.ashlar.itests.forks;

import java.util.concurrent.locks.LockSupport;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Request;
import org.ashlar.base.http.Route;
import org.ashlar.store.EventStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Never answers, whoever asks it to: a request that hangs in the store.
final class HangEndpoint implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(HangEndpoint.class);
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_ashlar/test/hang",
          Route.Auth.NONE,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/");

  private final Gate<EventStore> store;

  HangEndpoint(Gate<EventStore> store) {
    this.store = store;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(Request request) {
    return store.call(
        _ -> {
          LOG.info("A request hangs");
          while (true) {
            // Whoever interrupts is not listened to.
            Thread.interrupted();
            LockSupport.park();
          }
        });
  }
}
