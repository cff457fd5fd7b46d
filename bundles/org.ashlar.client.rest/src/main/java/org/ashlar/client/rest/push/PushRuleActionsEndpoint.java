package org.ashlar.client.rest.push;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Shows the actions of a push rule.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobalkindruleidactions
///   The actions of a rule
final class PushRuleActionsEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/pushrules/global/{kind}/{ruleId}/actions",
          Route.Auth.USER,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobalkindruleidactions");

  private final ClientServices services;

  PushRuleActionsEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    JsonArray actions = RuleAccess.rule(services, request).array("actions").orElse(JsonArray.EMPTY);
    return Reply.ok(JsonObject.of("actions", actions));
  }
}
