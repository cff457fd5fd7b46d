package org.ashlar.client.rest.account;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.account.Accounts;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Tells how users may log in.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3login Login flows
final class LoginFlowsEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/login",
          Route.Auth.NONE,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3login");

  private final ClientServices services;

  LoginFlowsEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    List<JsonValue> flows = new ArrayList<>();
    flows.add(JsonObject.of("type", new JsonString(LoginEndpoint.PASSWORD)));
    if (services.accounts().call(Accounts::features).loginTokens()) {
      flows.add(
          JsonObject.builder()
              .put("type", LoginEndpoint.TOKEN)
              .put("get_login_token", true)
              .build());
    }
    return Reply.ok(JsonObject.of("flows", new JsonArray(flows)));
  }
}
