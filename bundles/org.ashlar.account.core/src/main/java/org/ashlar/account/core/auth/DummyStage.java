package org.ashlar.account.core.auth;

import org.ashlar.base.json.JsonObject;

/// Proves nothing: there only so that every operation has a stage.
public record DummyStage() implements Stage {
  @Override
  public String type() {
    return "m.login.dummy";
  }

  @Override
  public Verdict judge(JsonObject auth) {
    return Verdict.PASSED;
  }
}
