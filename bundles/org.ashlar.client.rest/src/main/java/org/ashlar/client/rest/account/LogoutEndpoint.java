package org.ashlar.client.rest.account;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Ends the session of the token.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3logout Logout
final class LogoutEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/logout",
          Route.Auth.GUEST,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3logout");

  private final ClientServices services;

  LogoutEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    services.accounts().run(a -> a.logout(request.caller()));
    return Reply.ok();
  }
}
