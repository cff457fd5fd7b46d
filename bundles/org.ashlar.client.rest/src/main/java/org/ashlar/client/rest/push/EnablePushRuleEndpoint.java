package org.ashlar.client.rest.push;

import org.ashlar.account.PushRuleChange;
import org.ashlar.account.PushRuleKey;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Enables or disables a push rule.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleidenabled
///   Enable or disable a rule
final class EnablePushRuleEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "PUT",
          "/_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3pushrulesglobalkindruleidenabled");

  private final ClientServices services;

  EnablePushRuleEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    PushRuleKey key = RuleAccess.key(request);
    boolean enabled = RuleBody.enabled(request.body());
    RuleAccess.change(services, request, new PushRuleChange.Enable(key, enabled));
    return Reply.ok();
  }
}
