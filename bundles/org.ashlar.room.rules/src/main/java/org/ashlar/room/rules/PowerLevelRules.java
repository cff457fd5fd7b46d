package org.ashlar.room.rules;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.Event;
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
    for (String name : LEVELS) {
      if (content.has(name) && content.integer(name).isEmpty()) {
        return change.reject(Rule.LEVELS_NOT_INTEGERS, "The level " + name + " is no integer.");
      }
    }
    for (String name : MAPS) {
      if (content.has(name) && !isMapOfIntegers(content.get(name))) {
        return change.reject(
            Rule.LEVEL_MAPS_NOT_INTEGERS, "The levels of " + name + " are no integers.");
      }
    }
    return checkUsers(change, content);
  }

  private static AuthVerdict checkUsers(Case change, JsonObject content) {
    if (!content.has("users")) {
      return AuthVerdict.ALLOWED;
    }
    JsonObject users = content.object("users").orElse(JsonObject.EMPTY);
    if (!isMapOfIntegers(content.get("users"))
        || users.names().stream().anyMatch(user -> UserId.parse(user).isEmpty())) {
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

  private static boolean isMapOfIntegers(@Nullable JsonValue value) {
    return value instanceof JsonObject object
        && object.members().values().stream().allMatch(JsonInteger.class::isInstance);
  }

  private static AuthVerdict checkChange(Case change, JsonObject current, JsonObject next) {
    long own = change.senderLevel();
    for (String name : LEVELS) {
      Change level = Change.of(current, next, name);
      if (level.currentAbove(own)) {
        return change.reject(Rule.LEVEL_ABOVE_OWN_CURRENT, above(name));
      }
      if (level.nextAbove(own)) {
        return change.reject(Rule.LEVEL_ABOVE_OWN_NEW, above(name));
      }
    }
    for (String map : MAPS) {
      for (Map.Entry<String, Change> entry : changes(current, next, map).entrySet()) {
        if (entry.getValue().currentAbove(own)) {
          return change.reject(Rule.ENTRY_ABOVE_OWN_CURRENT, above(entry.getKey()));
        }
        if (entry.getValue().nextAbove(own)) {
          return change.reject(Rule.ENTRY_ABOVE_OWN_NEW, above(entry.getKey()));
        }
      }
    }
    return checkUserChanges(change, changes(current, next, "users"), own);
  }

  private static AuthVerdict checkUserChanges(Case change, Map<String, Change> changes, long own) {
    String sender = change.event().sender().value();
    for (Map.Entry<String, Change> entry : changes.entrySet()) {
      Change level = entry.getValue();
      if (!entry.getKey().equals(sender) && (level.currentAbove(own) || level.currentEquals(own))) {
        return change.reject(
            Rule.USER_NOT_BELOW_OWN,
            "The sender can not change the level of " + entry.getKey() + ", who is not below.");
      }
      if (level.nextAbove(own)) {
        return change.reject(Rule.USER_ABOVE_OWN_NEW, above(entry.getKey()));
      }
    }
    return AuthVerdict.ALLOWED;
  }

  private static Map<String, Change> changes(JsonObject current, JsonObject next, String map) {
    JsonObject before = current.object(map).orElse(JsonObject.EMPTY);
    JsonObject after = next.object(map).orElse(JsonObject.EMPTY);
    Set<String> names = new LinkedHashSet<>(before.names());
    names.addAll(after.names());
    Map<String, Change> changes = new LinkedHashMap<>();
    for (String name : names) {
      changes.put(name, Change.of(before, after, name));
    }
    return changes;
  }

  private static String above(String name) {
    return "The level of " + name + " is above the sender's own.";
  }

  /// A level before and after. What is absent, or stays as it is, is above nothing.
  private record Change(OptionalLong current, OptionalLong next, boolean changed) {
    static Change of(JsonObject before, JsonObject after, String name) {
      OptionalLong current = before.integer(name);
      OptionalLong next = after.integer(name);
      return new Change(current, next, !current.equals(next));
    }

    boolean currentAbove(long own) {
      return changed && current.isPresent() && current.getAsLong() > own;
    }

    boolean currentEquals(long own) {
      return changed && current.isPresent() && current.getAsLong() == own;
    }

    boolean nextAbove(long own) {
      return changed && next.isPresent() && next.getAsLong() > own;
    }
  }
}
