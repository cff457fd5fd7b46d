package org.ashlar.room.rules;

import java.util.LinkedHashSet;
import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.EventTypes;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.event.StateKey;
import org.jspecify.annotations.Nullable;

/// Which state events an event must name as its auth events.
final class AuthSelection {
  private AuthSelection() {}

  static Set<StateKey> select(
      RoomVersion version,
      String type,
      @Nullable String stateKey,
      UserId sender,
      JsonObject content) {
    Set<StateKey> keys = new LinkedHashSet<>();
    if (type.equals(EventTypes.CREATE)) {
      return keys;
    }
    if (version.has(Behavior.CREATE_IN_AUTH_EVENTS)) {
      keys.add(StateKey.CREATE);
    }
    keys.add(StateKey.POWER_LEVELS);
    keys.add(StateKey.member(sender));
    if (type.equals(EventTypes.MEMBER) && stateKey != null) {
      keys.add(new StateKey(EventTypes.MEMBER, stateKey));
      forMembership(version, content.string("membership").orElse(""), content, keys);
    }
    return keys;
  }

  private static void forMembership(
      RoomVersion version, String membership, JsonObject content, Set<StateKey> keys) {
    if (membership.equals("join")
        || membership.equals("invite")
        || (membership.equals("knock") && version.has(Behavior.KNOCK))) {
      keys.add(StateKey.JOIN_RULES);
    }
    if (membership.equals("invite")) {
      content
          .object("third_party_invite")
          .flatMap(invite -> invite.object("signed"))
          .flatMap(signed -> signed.string("token"))
          .ifPresent(token -> keys.add(new StateKey(EventTypes.THIRD_PARTY_INVITE, token)));
    }
    if (membership.equals("join") && version.has(Behavior.RESTRICTED)) {
      content
          .string("join_authorised_via_users_server")
          .ifPresent(user -> keys.add(new StateKey(EventTypes.MEMBER, user)));
    }
  }
}
