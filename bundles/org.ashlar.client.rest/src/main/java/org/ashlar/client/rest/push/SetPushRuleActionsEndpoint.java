package org.ashlar.client.rest.push;

import org.ashlar.account.PushRuleChange;
import org.ashlar.account.PushRuleKey;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonArray;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Sets the actions of a push rule.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleidactions
///   Set the actions of a rule
final class SetPushRuleActionsEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "PUT",
          "/_matrix/client/v3/pushrules/global/{kind}/{ruleId}/actions",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleidactions");

  private final ClientServices services;

  SetPushRuleActionsEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    PushRuleKey key = RuleAccess.key(request);
    JsonArray actions = RuleBody.actions(request.body());
    RuleAccess.change(services, request, new PushRuleChange.SetActions(key, actions));
    return Reply.ok();
  }
}
