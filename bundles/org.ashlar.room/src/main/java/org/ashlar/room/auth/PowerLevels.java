package org.ashlar.room.auth;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonDecimal;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.jspecify.annotations.Nullable;

/// Who has which power in a room, and what needs which. Immutable; any thread.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#mroompower_levels Power levels
public final class PowerLevels {
  /// The power of a creator where the room version makes it infinite. Greater than any level that
  /// can be written.
  public static final long INFINITE = Long.MAX_VALUE;

  /// The greatest level that counts: greater ones, which old room versions can write, are as this.
  private static final long MOST = INFINITE - 1;

  private static final long CREATOR_WITHOUT_LEVELS = 100;
  private static final long HALF = 50;

  private final @Nullable RoomVersion version;
  private final JsonObject content;
  private final JsonObject users;
  private final JsonObject events;
  private final boolean present;
  private final boolean infinite;
  private final Set<String> creators;

  private PowerLevels(@Nullable Event powerLevels, @Nullable Event create) {
    this.version = powerLevels == null ? null : powerLevels.version();
    this.present = powerLevels != null;
    this.content = powerLevels == null ? JsonObject.EMPTY : powerLevels.content();
    this.users = content.object("users").orElse(JsonObject.EMPTY);
    this.events = content.object("events").orElse(JsonObject.EMPTY);
    this.infinite = create != null && create.version().has(Behavior.PRIVILEGED_CREATORS);
    this.creators = create == null ? Set.of() : creators(create);
  }

  /// Reads the power levels of a room.
  ///
  /// @param powerLevels the room's `m.room.power_levels` event, null when it has none
  /// @param create the room's create event; null only where nobody is to be seen as a creator
  /// @return the levels
  public static PowerLevels of(@Nullable Event powerLevels, @Nullable Event create) {
    return new PowerLevels(powerLevels, create);
  }

  /// Reads a level.
  ///
  /// @param value a member of the content of `m.room.power_levels`, or of `users`, `events` or
  ///   `notifications` in it; null for none
  /// @param version the room version: before version 10 texts of integers count too, and fractions
  ///   with what is before the point
  /// @return the level, empty when the value is none; what is beyond 64 bits is the most or the
  ///   least of them
  /// @spec https://spec.matrix.org/v1.19/rooms/v1/#deprecated-event-content-schemas Old levels
  public static OptionalLong level(@Nullable JsonValue value, RoomVersion version) {
    return switch (value) {
      case JsonInteger integer -> OptionalLong.of(Math.min(integer.value(), MOST));
      case JsonString text when !version.has(Behavior.INTEGER_POWER_LEVELS) ->
          LevelText.parse(text.value());
      case JsonDecimal decimal when !version.has(Behavior.INTEGER_POWER_LEVELS) ->
          LevelText.truncate(decimal);
      case null, default -> OptionalLong.empty();
    };
  }

  /// The creators of a room: the sender of the create event, or whom it names in versions that do,
  /// and additional creators in versions that have them.
  ///
  /// @param create the create event
  /// @return user ids as they are written
  public static Set<String> creators(Event create) {
    Set<String> creators = new HashSet<>();
    Optional<String> named =
        create.version().has(Behavior.CREATOR_IN_CONTENT)
            ? create.content().string("creator")
            : Optional.empty();
    creators.add(named.orElse(create.sender().value()));
    if (create.version().has(Behavior.PRIVILEGED_CREATORS)) {
      create
          .content()
          .array("additional_creators")
          .map(JsonArray::strings)
          .ifPresent(creators::addAll);
    }
    return Set.copyOf(creators);
  }

  /// A user's power.
  ///
  /// @param user the user
  /// @return the level; [#INFINITE] for a creator where the room version makes it so
  public long user(UserId user) {
    return user(user.value());
  }

  /// A user's power.
  ///
  /// @param user the user's id
  /// @return the level; [#INFINITE] for a creator where the room version makes it so
  public long user(String user) {
    boolean creator = creators.contains(user);
    if (creator && infinite) {
      return INFINITE;
    }
    if (!present) {
      return creator ? CREATOR_WITHOUT_LEVELS : 0;
    }
    OptionalLong listed = level(users, user);
    return listed.isPresent() ? listed.getAsLong() : usersDefault();
  }

  /// Tells whether a user made the room.
  ///
  /// @param user the user
  /// @return true for its creators, in any room version
  public boolean isCreator(UserId user) {
    return creators.contains(user.value());
  }

  /// The power that sending a type of event needs. Memberships have rules of their own.
  ///
  /// @param type the event type
  /// @param state whether it is sent as a state event
  /// @return the level
  public long required(String type, boolean state) {
    OptionalLong listed = level(events, type);
    return listed.isPresent() ? listed.getAsLong() : state ? stateDefault() : eventsDefault();
  }

  /// The power of users that are not listed.
  ///
  /// @return the level, 0 unless given
  public long usersDefault() {
    return level("users_default", 0);
  }

  /// What message events need that are not listed.
  ///
  /// @return the level, 0 unless given
  public long eventsDefault() {
    return level("events_default", 0);
  }

  /// What state events need that are not listed.
  ///
  /// @return the level, 50 unless given
  public long stateDefault() {
    return level("state_default", HALF);
  }

  /// What inviting needs.
  ///
  /// @return the level, 0 unless given
  public long invite() {
    return level("invite", 0);
  }

  /// What kicking needs.
  ///
  /// @return the level, 50 unless given
  public long kick() {
    return level("kick", HALF);
  }

  /// What banning needs.
  ///
  /// @return the level, 50 unless given
  public long ban() {
    return level("ban", HALF);
  }

  /// What redacting the events of others needs.
  ///
  /// @return the level, 50 unless given
  public long redact() {
    return level("redact", HALF);
  }

  /// What a kind of notification needs.
  ///
  /// @param name the kind, such as `room`
  /// @return the level, 50 unless given
  public long notification(String name) {
    JsonObject notifications = content.object("notifications").orElse(JsonObject.EMPTY);
    return level(notifications, name).orElse(HALF);
  }

  /// The levels that are listed for users.
  ///
  /// @return unmodifiable, user ids as they are written
  public Set<String> listedUsers() {
    return users.names();
  }

  private long level(String name, long otherwise) {
    return level(content, name).orElse(otherwise);
  }

  private OptionalLong level(JsonObject levels, String name) {
    return version == null ? OptionalLong.empty() : level(levels.get(name), version);
  }

  @Override
  public String toString() {
    return Map.of("creators", creators, "content", content).toString();
  }
}
