package org.ashlar.client.rest.account;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Ends all sessions of the user.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3logoutall Logout of
///   all
final class LogoutAllEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/logout/all",
          Route.Auth.GUEST,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3logoutall");

  private final ClientServices services;

  LogoutAllEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    services.accounts().run(a -> a.logoutAll(request.user()));
    return Reply.ok();
  }
}
