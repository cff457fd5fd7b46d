package org.ashlar.room.core;

import java.util.OptionalLong;
import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.room.auth.PowerLevels;

/// The power levels of a room that replaces another one, and those of the replaced one.
final class UpgradedLevels {
  private static final String USERS = "users";
  private static final String EVENTS = "events";
  private static final long ADMIN = 100;
  private static final long MODERATOR = 50;

  private UpgradedLevels() {}

  /// The levels under which the new room is furnished. Where creators are privileged these are the
  /// old ones without them; else the upgrader stands above everybody for the time being.
  ///
  /// @param create the new room's create event
  /// @param oldCreate that of the old room; where its creators were not privileged, the level of a
  ///   tombstone becomes the default
  static JsonObject first(JsonObject old, UserId upgrader, Event create, Event oldCreate) {
    if (create.version().has(Behavior.PRIVILEGED_CREATORS)) {
      Set<String> creators = PowerLevels.creators(create);
      JsonObject.Builder users = JsonObject.builder();
      old.object(USERS)
          .orElse(JsonObject.EMPTY)
          .members()
          .forEach(
              (user, level) -> {
                if (!creators.contains(user)) {
                  users.put(user, level);
                }
              });
      JsonObject levels = old.with(USERS, users.build());
      JsonObject events = old.object(EVENTS).orElse(JsonObject.EMPTY);
      return PowerLevelDefaults.withTombstone(
          oldCreate.version().has(Behavior.PRIVILEGED_CREATORS)
              ? levels
              : levels.with(EVENTS, events.without(PowerLevelDefaults.TOMBSTONE)));
    }
    return JsonObject.of(USERS, JsonObject.of(upgrader.value(), new JsonInteger(highest(old))));
  }

  /// The levels that stay where creators are not privileged: the old ones. Whoever was a privileged
  /// creator of the old room, and upgrades it, gets a level that no other exceeds.
  ///
  /// @param create the old room's create event
  static JsonObject last(JsonObject old, UserId upgrader, Event create) {
    boolean privileged =
        create.version().has(Behavior.PRIVILEGED_CREATORS)
            && PowerLevels.creators(create).contains(upgrader.value());
    if (!privileged) {
      return old;
    }
    JsonObject users = old.object(USERS).orElse(JsonObject.EMPTY);
    return old.with(USERS, users.with(upgrader.value(), new JsonInteger(highest(old))));
  }

  /// The levels of an old room as integers, which all versions take. What is no level is left out.
  static JsonObject integers(JsonObject content, RoomVersion version) {
    if (version.has(Behavior.INTEGER_POWER_LEVELS)) {
      return content;
    }
    JsonObject.Builder result = JsonObject.builder();
    content
        .members()
        .forEach(
            (name, value) -> {
              OptionalLong level = PowerLevels.level(value, version);
              if (value instanceof JsonObject levels) {
                result.put(name, integers(levels, version));
              } else if (level.isPresent()) {
                result.put(name, canonical(level.getAsLong()));
              }
            });
    return result.build();
  }

  private static long canonical(long level) {
    return Math.clamp(level, -JsonInteger.MAX_CANONICAL, JsonInteger.MAX_CANONICAL);
  }

  /// The old room's levels, under which ordinary users neither speak nor invite.
  static JsonObject restricted(JsonObject levels) {
    long least = Math.max(MODERATOR, levels.integer("users_default").orElse(0) + 1);
    return raised(raised(levels, "events_default", least), "invite", least);
  }

  private static JsonObject raised(JsonObject levels, String name, long least) {
    return levels.integer(name).orElse(0) >= least
        ? levels
        : levels.with(name, new JsonInteger(least));
  }

  private static long highest(JsonValue value) {
    return switch (value) {
      case JsonInteger level -> Math.max(ADMIN, level.value());
      case JsonObject object ->
          object.members().values().stream()
              .mapToLong(UpgradedLevels::highest)
              .reduce(ADMIN, Math::max);
      default -> ADMIN;
    };
  }
}
