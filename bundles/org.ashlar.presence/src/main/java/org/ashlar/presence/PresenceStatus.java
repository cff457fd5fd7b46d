package org.ashlar.presence;

import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;

/// What is known about a user's presence.
///
/// @param user the user
/// @param state whether the user is there
/// @param message what the user says about it, or null
/// @param lastActive when the user last did something, in milliseconds since 1970; 0 when it is not
///   known
/// @param position where the last change stands in the stream
/// @param profile the user's `displayname` and `avatar_url` since they were last changed, as far as
///   they are set
public record PresenceStatus(
    UserId user,
    PresenceState state,
    @Nullable String message,
    long lastActive,
    Position position,
    JsonObject profile) {
  /// The status of a user who never changed its profile.
  ///
  /// @param user the user
  /// @param state whether the user is there
  /// @param message what the user says about it, or null
  /// @param lastActive when the user last did something, in milliseconds since 1970; 0 when it is
  ///   not known
  /// @param position where the last change stands in the stream
  public PresenceStatus(
      UserId user,
      PresenceState state,
      @Nullable String message,
      long lastActive,
      Position position) {
    this(user, state, message, lastActive, position, JsonObject.EMPTY);
  }

  /// The same status of a user who did something meanwhile.
  ///
  /// @param time when, in milliseconds since 1970
  /// @return the status
  public PresenceStatus lastActive(long time) {
    return new PresenceStatus(user, state, message, time, position, profile);
  }

  /// The content of the event that tells it.
  ///
  /// @param now the time, in milliseconds since 1970
  /// @return `presence`, and where known `last_active_ago`, `status_msg`, `currently_active`,
  ///   `displayname`, `avatar_url`
  public JsonObject content(long now) {
    return state(now).putAll(profile).build();
  }

  /// The answer to who asks for it.
  ///
  /// @param now the time, in milliseconds since 1970
  /// @return `presence`, and where known `last_active_ago`, `status_msg`, `currently_active`
  public JsonObject answer(long now) {
    return state(now).build();
  }

  private JsonObject.Builder state(long now) {
    JsonObject.Builder content = JsonObject.builder().put("presence", state.word());
    if (lastActive > 0) {
      content.put("last_active_ago", Math.max(0, now - lastActive));
    }
    if (message != null) {
      content.put("status_msg", message);
    }
    if (state != PresenceState.OFFLINE) {
      content.put("currently_active", state == PresenceState.ONLINE);
    }
    return content;
  }
}
