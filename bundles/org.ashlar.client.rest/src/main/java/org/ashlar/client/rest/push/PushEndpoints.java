package org.ashlar.client.rest.push;

import java.util.List;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientServices;

/// All endpoints about push rules.
public final class PushEndpoints {
  private PushEndpoints() {}

  /// Makes them.
  ///
  /// @param services what they call
  /// @return one of each
  public static List<ClientEndpoint> all(ClientServices services) {
    return List.of(
        new PushRulesEndpoint(services),
        new GlobalPushRulesEndpoint(services),
        new PushRuleEndpoint(services),
        new PutPushRuleEndpoint(services),
        new DeletePushRuleEndpoint(services),
        new PushRuleEnabledEndpoint(services),
        new EnablePushRuleEndpoint(services),
        new PushRuleActionsEndpoint(services),
        new SetPushRuleActionsEndpoint(services));
  }
}
