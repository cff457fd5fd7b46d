package org.ashlar.client.rest.server;

import java.util.function.Supplier;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;

/// Tells whom people ask for help.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixsupport Support
final class WellKnownSupportEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/.well-known/matrix/support",
          Route.Auth.NONE,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixsupport");

  private final Supplier<Support> support;

  WellKnownSupportEndpoint(Supplier<Support> support) {
    this.support = support;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    return support
        .get()
        .json()
        .map(Reply::ok)
        .orElseThrow(() -> MatrixException.notFound("This server names nobody who helps."));
  }
}
