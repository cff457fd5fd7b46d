package org.ashlar.client.rest.account;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;

/// Refuses to prove a phone number for a registration: this server keeps none.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3registermsisdnrequesttoken
///   Request token
final class RegisterPhoneEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/register/msisdn/requestToken",
          Route.Auth.NONE,
          Route.Rate.THIRD_PARTY_ID,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3registermsisdnrequesttoken");

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Addresses.checkPhone(request);
    throw Addresses.denied();
  }
}
