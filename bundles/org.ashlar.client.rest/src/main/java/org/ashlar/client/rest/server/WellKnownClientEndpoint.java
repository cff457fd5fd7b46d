package org.ashlar.client.rest.server;

import java.net.URI;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.install.Installation;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;

/// Tells clients that know only the name of the server where it is.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixclient Discovery
final class WellKnownClientEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/.well-known/matrix/client",
          Route.Auth.NONE,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#getwell-knownmatrixclient");

  private final Installation installation;

  WellKnownClientEndpoint(Installation installation) {
    this.installation = installation;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    URI url =
        installation
            .publicBaseUrl()
            .orElseThrow(() -> MatrixException.notFound("This server does not say where it is."));
    return Reply.ok(WellKnown.of(url));
  }
}
