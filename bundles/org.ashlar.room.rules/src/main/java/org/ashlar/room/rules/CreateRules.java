package org.ashlar.room.rules;

import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.room.auth.AuthVerdict;
import org.jspecify.annotations.Nullable;

/// Rule 1: the create event.
final class CreateRules {
  private CreateRules() {}

  static AuthVerdict check(Event event) {
    RoomVersion version = event.version();
    if (!event.prevEvents().isEmpty()) {
      return reject(event, Rule.CREATE_HAS_PREV_EVENTS, "A create event follows no other event.");
    }
    if (version.has(Behavior.ROOM_ID_IS_CREATE_HASH)
        ? event.pdu().has("room_id")
        : !roomIsOnSendersServer(event)) {
      return reject(event, Rule.CREATE_ROOM_ID, "The room id is not the sender's to give.");
    }
    if (!versionIsKnown(event.content().get("room_version"))) {
      return reject(event, Rule.CREATE_VERSION, "The room version is not known.");
    }
    if (version.has(Behavior.CREATOR_IN_CONTENT) && !event.content().has("creator")) {
      return reject(event, Rule.CREATE_WITHOUT_CREATOR, "The create event names no creator.");
    }
    if (version.has(Behavior.PRIVILEGED_CREATORS)
        && !areUserIds(event.content().get("additional_creators"))) {
      return reject(
          event,
          Rule.CREATE_ADDITIONAL_CREATORS,
          "The additional creators are not a list of user ids.");
    }
    return AuthVerdict.ALLOWED;
  }

  private static boolean roomIsOnSendersServer(Event event) {
    String room = event.roomId().value();
    int colon = room.indexOf(':');
    return colon > 0 && room.substring(colon + 1).equals(event.sender().server().value());
  }

  private static boolean versionIsKnown(@Nullable JsonValue version) {
    return switch (version) {
      case null -> true;
      case JsonString text -> RoomVersion.find(text.value()).isPresent();
      default -> false;
    };
  }

  private static boolean areUserIds(@Nullable JsonValue users) {
    return switch (users) {
      case null -> true;
      case JsonArray array ->
          array.strings().size() == array.size()
              && array.strings().stream().allMatch(UserId::isValid);
      default -> false;
    };
  }

  private static AuthVerdict reject(Event event, Rule rule, String sentence) {
    return Case.reject(event, rule, sentence);
  }
}
