package org.ashlar.client.rest.push;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Shows the global push rules of the user.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobal Global
///   push rules
final class GlobalPushRulesEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/pushrules/global/",
          Route.Auth.USER,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobal");

  private final ClientServices services;

  GlobalPushRulesEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    return Reply.ok(services.userData().call(data -> data.pushRules(request.user())));
  }
}
