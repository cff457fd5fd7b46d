package org.ashlar.account.core.registration;

import org.ashlar.base.json.JsonObject;

/// Proves nothing: there only so that every operation has a stage.
record DummyStage() implements Stage {
  @Override
  public String type() {
    return "m.login.dummy";
  }

  @Override
  public boolean passes(JsonObject auth) {
    return true;
  }
}
