package org.ashlar.client.rest.push;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Shows the push rules of the user.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrules Push rules
final class PushRulesEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/pushrules/",
          Route.Auth.USER,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrules");

  private final ClientServices services;

  PushRulesEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    JsonObject rules = services.userData().call(data -> data.pushRules(request.user()));
    return Reply.ok(JsonObject.of("global", rules));
  }
}
