package org.ashlar.room.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.jspecify.annotations.Nullable;

/// The presets of `createRoom`.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom Presets
enum Preset {
  PRIVATE_CHAT("invite", "can_join"),
  TRUSTED_PRIVATE_CHAT("invite", "can_join"),
  PUBLIC_CHAT("public", "forbidden");

  private final String joinRule;
  private final String guestAccess;

  Preset(String joinRule, String guestAccess) {
    this.joinRule = joinRule;
    this.guestAccess = guestAccess;
  }

  static Preset of(@Nullable String name, boolean isPublic) {
    return switch (name) {
      case null -> isPublic ? PUBLIC_CHAT : PRIVATE_CHAT;
      case "private_chat" -> PRIVATE_CHAT;
      case "trusted_private_chat" -> TRUSTED_PRIVATE_CHAT;
      case "public_chat" -> PUBLIC_CHAT;
      default -> throw MatrixException.invalidParam("There is no preset " + name + ".");
    };
  }

  /// The state it brings, in order; the caller's to change.
  Map<StateKey, JsonObject> state() {
    Map<StateKey, JsonObject> state = new LinkedHashMap<>();
    state.put(StateKey.JOIN_RULES, text("join_rule", joinRule));
    state.put(
        new StateKey(EventTypes.HISTORY_VISIBILITY, ""), text("history_visibility", "shared"));
    state.put(new StateKey("m.room.guest_access", ""), text("guest_access", guestAccess));
    return state;
  }

  private static JsonObject text(String name, String value) {
    return JsonObject.builder().put(name, value).build();
  }
}
