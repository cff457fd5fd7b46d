package org.ashlar.account.core.registration;

import org.ashlar.base.json.JsonObject;

/// One kind of proof in user-interactive authentication.
interface Stage {
  /// The name on the wire, such as `m.login.dummy`.
  String type();

  /// Tells whether what a client sent is the proof.
  boolean passes(JsonObject auth);
}
