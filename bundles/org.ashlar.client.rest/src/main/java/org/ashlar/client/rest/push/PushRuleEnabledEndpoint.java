package org.ashlar.client.rest.push;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Tells whether a push rule is enabled.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobalkindruleidenabled
///   Whether a rule is enabled
final class PushRuleEnabledEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/pushrules/global/{kind}/{ruleId}/enabled",
          Route.Auth.USER,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3pushrulesglobalkindruleidenabled");

  private final ClientServices services;

  PushRuleEnabledEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    boolean enabled = RuleAccess.rule(services, request).bool("enabled").orElse(true);
    return Reply.ok(JsonObject.builder().put("enabled", enabled).build());
  }
}
