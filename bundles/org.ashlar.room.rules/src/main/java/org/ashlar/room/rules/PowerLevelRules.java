package org.ashlar.room.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthVerdict;
import org.ashlar.room.auth.PowerLevels;
import org.jspecify.annotations.Nullable;

/// The rules for `m.room.power_levels`.
final class PowerLevelRules {
  private static final List<String> LEVELS =
      List.of(
          "users_default", "events_default", "state_default", "ban", "redact", "kick", "invite");
  private static final String USERS = "users";
  private static final List<String> MAPS = List.of("events", "notifications");

  private PowerLevelRules() {}

  static AuthVerdict check(Case change) {
    AuthVerdict form = checkForm(change);
    if (!form.isAllowed()) {
      return form;
    }
    Event current = change.state(StateKey.POWER_LEVELS);
    return current == null
        ? AuthVerdict.ALLOWED
        : checkChange(change, current.content(), change.event().content());
  }

  private static AuthVerdict checkForm(Case change) {
    JsonObject content = change.event().content();
    return change.version().has(Behavior.INTEGER_POWER_LEVELS)
        ? checkIntegers(change, content)
        : checkUsers(change, content);
  }

  private static AuthVerdict checkIntegers(Case change, JsonObject content) {
    for (String name : LEVELS) {
      if (content.has(name) && content.integer(name).isEmpty()) {
        return change.reject(Rule.LEVELS_NOT_INTEGERS, "The level " + name + " is no integer.");
      }
    }
    for (String name : MAPS) {
      if (content.has(name) && !isMapOfLevels(content.get(name), change.version())) {
        return change.reject(
            Rule.LEVEL_MAPS_NOT_INTEGERS, "The levels of " + name + " are no integers.");
      }
    }
    return checkUsers(change, content);
  }

  private static AuthVerdict checkUsers(Case change, JsonObject content) {
    if (!content.has(USERS)) {
      return AuthVerdict.ALLOWED;
    }
    JsonObject users = content.object(USERS).orElse(JsonObject.EMPTY);
    if (!isMapOfLevels(content.get(USERS), change.version())
        || !users.names().stream().allMatch(UserId::isValid)) {
      return change.reject(
          Rule.LEVEL_USERS_MALFORMED, "The levels of users are no integers by user id.");
    }
    if (change.version().has(Behavior.PRIVILEGED_CREATORS)) {
      for (String creator : PowerLevels.creators(change.create())) {
        if (users.has(creator)) {
          return change.reject(
              Rule.LEVEL_USERS_LIST_CREATOR,
              "The creator " + creator + " has infinite power and is not to be listed.");
        }
      }
    }
    return AuthVerdict.ALLOWED;
  }

  private static boolean isMapOfLevels(@Nullable JsonValue value, RoomVersion version) {
    return value instanceof JsonObject object
        && object.members().values().stream()
            .allMatch(level -> PowerLevels.level(level, version).isPresent());
  }

  private static AuthVerdict checkChange(Case change, JsonObject current, JsonObject next) {
    long own = change.senderLevel();
    for (Change level : changes(change.version(), LEVELS, current, next)) {
      if (level.currentAbove(own)) {
        return change.reject(Rule.LEVEL_ABOVE_OWN_CURRENT, above(level));
      }
      if (level.nextAbove(own)) {
        return change.reject(Rule.LEVEL_ABOVE_OWN_NEW, above(level));
      }
    }
    List<Change> entries = new ArrayList<>(changes(change.version(), "events", current, next));
    if (change.version().has(Behavior.NOTIFICATION_LEVELS)) {
      entries.addAll(changes(change.version(), "notifications", current, next));
    }
    for (Change level : entries) {
      if (level.currentAbove(own)) {
        return change.reject(Rule.ENTRY_ABOVE_OWN_CURRENT, above(level));
      }
    }
    for (Change level : entries) {
      if (level.nextAbove(own)) {
        return change.reject(Rule.ENTRY_ABOVE_OWN_NEW, above(level));
      }
    }
    return checkUserChanges(change, changes(change.version(), USERS, current, next), own);
  }

  private static AuthVerdict checkUserChanges(Case change, List<Change> changes, long own) {
    String sender = change.event().sender().value();
    for (Change level : changes) {
      if (!level.name.equals(sender) && (level.currentAbove(own) || level.currentEquals(own))) {
        return change.reject(
            Rule.USER_NOT_BELOW_OWN,
            "The sender can not change the level of " + level.name + ", who is not below.");
      }
    }
    for (Change level : changes) {
      if (level.nextAbove(own)) {
        return change.reject(Rule.USER_ABOVE_OWN_NEW, above(level));
      }
    }
    return AuthVerdict.ALLOWED;
  }

  private static List<Change> changes(
      RoomVersion version, String map, JsonObject current, JsonObject next) {
    JsonObject before = current.object(map).orElse(JsonObject.EMPTY);
    JsonObject after = next.object(map).orElse(JsonObject.EMPTY);
    if (before.equals(after)) {
      return List.of();
    }
    Set<String> names = new LinkedHashSet<>(before.names());
    names.addAll(after.names());
    return changes(version, names, before, after);
  }

  /// The levels that were added, changed or removed, by what they mean and not how they are
  /// written.
  private static List<Change> changes(
      RoomVersion version, Collection<String> names, JsonObject before, JsonObject after) {
    List<Change> changes = new ArrayList<>();
    for (String name : names) {
      JsonValue was = before.get(name);
      JsonValue is = after.get(name);
      if (!Objects.equals(was, is)) {
        OptionalLong current = PowerLevels.level(was, version);
        OptionalLong next = PowerLevels.level(is, version);
        if (!current.equals(next)) {
          changes.add(new Change(name, current, next));
        }
      }
    }
    return changes;
  }

  private static String above(Change level) {
    return "The level of " + level.name + " is above the sender's own.";
  }

  /// A level before and after. What is absent is above nothing.
  private record Change(String name, OptionalLong current, OptionalLong next) {
    boolean currentAbove(long own) {
      return current.isPresent() && current.getAsLong() > own;
    }

    boolean currentEquals(long own) {
      return current.isPresent() && current.getAsLong() == own;
    }

    boolean nextAbove(long own) {
      return next.isPresent() && next.getAsLong() > own;
    }
  }
}
