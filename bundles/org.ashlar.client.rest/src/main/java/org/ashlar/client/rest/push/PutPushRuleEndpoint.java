package org.ashlar.client.rest.push;

import org.ashlar.account.PushRuleChange;
import org.ashlar.account.PushRuleKey;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Makes or changes a push rule of the user.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleid
///   Add or change a push rule
final class PutPushRuleEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "PUT",
          "/_matrix/client/v3/pushrules/global/{kind}/{ruleId}",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleid");

  private final ClientServices services;

  PutPushRuleEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    PushRuleKey key = RuleAccess.ownKey(request);
    PushRuleChange change =
        new PushRuleChange.Put(
            key,
            RuleBody.rule(key.kind(), request.body()),
            request.query("before").orElse(null),
            request.query("after").orElse(null));
    RuleAccess.change(services, request, change);
    return Reply.ok();
  }
}
