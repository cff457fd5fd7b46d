package org.ashlar.client.rest.account;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;

/// Tells that no password can be reset by an e-mail address: this server keeps none.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpasswordemailrequesttoken
///   Request token
final class PasswordEmailEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/account/password/email/requestToken",
          Route.Auth.NONE,
          Route.Rate.THIRD_PARTY_ID,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountpasswordemailrequesttoken");

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Addresses.checkEmail(request);
    throw Addresses.unknown();
  }
}
