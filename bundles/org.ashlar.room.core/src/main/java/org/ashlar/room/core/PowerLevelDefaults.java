package org.ashlar.room.core;

import java.util.Map;
import java.util.TreeMap;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.room.CreateRoom;

/// The first power levels of a room.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#mroompower_levels m.room.power_levels
final class PowerLevelDefaults {
  static final String TOMBSTONE = "m.room.tombstone";
  private static final long ADMIN = 100;
  private static final long ABOVE_ADMIN = 150;
  private static final long MODERATOR = 50;

  private PowerLevelDefaults() {}

  static JsonObject content(
      UserId creator, CreateRoom command, RoomVersion version, Preset preset) {
    boolean privileged = version.has(Behavior.PRIVILEGED_CREATORS);
    JsonObject.Builder users = JsonObject.builder();
    if (!privileged) {
      users.put(creator.value(), ADMIN);
      if (preset == Preset.TRUSTED_PRIVATE_CHAT) {
        command.invite().forEach(user -> users.put(user.value(), ADMIN));
      }
    }
    JsonObject content =
        JsonObject.builder()
            .put("users", users.build())
            .put("users_default", 0)
            .put("events", events(privileged))
            .put("events_default", 0)
            .put("state_default", MODERATOR)
            .put("ban", MODERATOR)
            .put("kick", MODERATOR)
            .put("redact", MODERATOR)
            .put("invite", preset == Preset.PUBLIC_CHAT ? MODERATOR : 0)
            .putAll(command.powerLevels())
            .build();
    return privileged ? withTombstone(content) : content;
  }

  /// Where creators are privileged, a tombstone needs more than other state, whatever was
  /// overridden without naming it.
  static JsonObject withTombstone(JsonObject levels) {
    JsonObject events = levels.object("events").orElse(JsonObject.EMPTY);
    long state = levels.integer("state_default").orElse(MODERATOR);
    boolean malformed =
        (levels.has("events") && levels.object("events").isEmpty())
            || (events.has(TOMBSTONE) && events.integer(TOMBSTONE).isEmpty());
    if (malformed || events.integer(TOMBSTONE).orElse(state) > state) {
      return levels;
    }
    long needed = Math.max(ABOVE_ADMIN, Math.min(state, JsonInteger.MAX_CANONICAL - 1) + 1);
    return levels.with("events", events.with(TOMBSTONE, new JsonInteger(needed)));
  }

  private static JsonObject events(boolean privilegedCreators) {
    Map<String, JsonInteger> events = new TreeMap<>();
    for (String type : new String[] {"avatar", "canonical_alias", "name"}) {
      events.put("m.room." + type, new JsonInteger(MODERATOR));
    }
    for (String type :
        new String[] {"encryption", "history_visibility", "power_levels", "server_acl"}) {
      events.put("m.room." + type, new JsonInteger(ADMIN));
    }
    events.put(TOMBSTONE, new JsonInteger(privilegedCreators ? ABOVE_ADMIN : ADMIN));
    return JsonObject.of(events);
  }
}
