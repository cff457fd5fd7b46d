package org.ashlar.client.rest.account;

import java.util.List;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;

/// Tells how users may log in.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3login Login flows
final class LoginFlowsEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/login",
          Route.Auth.NONE,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3login");
  private static final Reply FLOWS =
      Reply.ok(
          JsonObject.of(
              "flows",
              new JsonArray(
                  List.of(JsonObject.of("type", new JsonString(LoginEndpoint.PASSWORD))))));

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    return FLOWS;
  }
}
