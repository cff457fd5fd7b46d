package org.ashlar.client.rest.push;

import org.ashlar.account.PushRuleChange;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Removes a push rule of the user.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3pushrulesglobalkindruleid
///   Delete a push rule
final class DeletePushRuleEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "DELETE",
          "/_matrix/client/v3/pushrules/global/{kind}/{ruleId}",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3pushrulesglobalkindruleid");

  private final ClientServices services;

  DeletePushRuleEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RuleAccess.change(services, request, new PushRuleChange.Delete(RuleAccess.key(request)));
    return Reply.ok();
  }
}
