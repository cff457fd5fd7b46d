package org.ashlar.account.core.auth;

import java.util.Set;
import org.ashlar.base.json.JsonObject;

/// Wants one of the registration tokens that the operator hands out.
///
/// @param tokens the valid ones
/// @spec https://spec.matrix.org/v1.19/client-server-api/#token-authenticated-registration Tokens
public record TokenStage(Set<String> tokens) implements Stage {
  @Override
  public String type() {
    return "m.login.registration_token";
  }

  @Override
  public Verdict judge(JsonObject auth) {
    return auth.string("token").filter(tokens::contains).isPresent()
        ? Verdict.PASSED
        : Verdict.failed("This registration token is not valid.");
  }
}
