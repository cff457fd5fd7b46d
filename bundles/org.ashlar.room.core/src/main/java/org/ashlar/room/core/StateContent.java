package org.ashlar.room.core;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.EventTypes;

/// Refuses well-known state with members of a type that nobody can read. A member that is missing
/// is no fault: that is how a name or a topic is taken away.
final class StateContent {
  private static final Map<String, List<String>> TEXTS =
      Map.of(
          "m.room.name", List.of("name"),
          "m.room.topic", List.of("topic"),
          "m.room.avatar", List.of("url"),
          "m.room.encryption", List.of("algorithm"),
          "m.room.join_rules", List.of("join_rule"),
          "m.room.tombstone", List.of("body", "replacement_room"),
          "m.room.member", List.of("membership", "reason"),
          "m.room.canonical_alias", List.of("alias"),
          "m.room.create", List.of("type", "room_version"));
  private static final Map<String, List<String>> LISTS =
      Map.of(
          "m.room.server_acl", List.of("allow", "deny"),
          "m.room.canonical_alias", List.of("alt_aliases"),
          "m.room.pinned_events", List.of("pinned"));
  private static final Map<String, Choice> CHOICES =
      Map.of(
          "m.room.history_visibility",
          new Choice("history_visibility", Set.of("invited", "joined", "shared", "world_readable")),
          "m.room.guest_access",
          new Choice("guest_access", Set.of("can_join", "forbidden")));

  private static final Set<String> LEVELS =
      Set.of("users_default", "events_default", "state_default", "ban", "redact", "kick", "invite");
  private static final Set<String> LEVEL_MAPS = Set.of("users", "events", "notifications");

  private StateContent() {}

  private record Choice(String member, Set<String> allowed) {}

  /// Looks at the content of a state event.
  ///
  /// @throws MatrixException 400 `M_BAD_JSON`
  static void require(String type, JsonObject content) {
    for (String name : TEXTS.getOrDefault(type, List.of())) {
      JsonValue value = content.get(name);
      if (value != null && !(value instanceof JsonString) && !isCleared(type, value)) {
        throw malformed(type, name, "a string");
      }
    }
    for (String name : LISTS.getOrDefault(type, List.of())) {
      JsonValue value = content.get(name);
      if (value != null
          && !isCleared(type, value)
          && !(value instanceof JsonArray array && array.strings().size() == array.size())) {
        throw malformed(type, name, "a list of strings");
      }
    }
    Choice choice = CHOICES.get(type);
    JsonValue chosen = choice == null ? null : content.get(choice.member());
    if (choice != null
        && chosen != null
        && !(chosen instanceof JsonString text && choice.allowed().contains(text.value()))) {
      throw malformed(type, choice.member(), "one of " + String.join(", ", choice.allowed()));
    }
  }

  /// Demands that levels are integers, in versions whose rules take texts too: those are for
  /// reading what others wrote long ago.
  ///
  /// @throws MatrixException 400 `M_BAD_JSON`
  static void requireIntegerLevels(JsonObject content) {
    content
        .members()
        .forEach(
            (name, value) -> {
              boolean right =
                  LEVEL_MAPS.contains(name)
                      ? value instanceof JsonObject levels
                          && levels.members().values().stream()
                              .allMatch(JsonInteger.class::isInstance)
                      : !LEVELS.contains(name) || value instanceof JsonInteger;
              if (!right) {
                throw malformed(EventTypes.POWER_LEVELS, name, "of integers");
              }
            });
  }

  /// Clients take a canonical alias away by null.
  private static boolean isCleared(String type, JsonValue value) {
    return type.equals("m.room.canonical_alias") && value instanceof org.ashlar.base.json.JsonNull;
  }

  private static MatrixException malformed(String type, String name, String kind) {
    return MatrixException.badJson("The member " + name + " of " + type + " must be " + kind + ".");
  }
}
