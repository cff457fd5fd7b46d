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
public record PresenceStatus(
    UserId user,
    PresenceState state,
    @Nullable String message,
    long lastActive,
    Position position) {
  /// The content of the event that tells it.
  ///
  /// @param now the time, in milliseconds since 1970
  /// @return `presence`, and where known `last_active_ago`, `status_msg`, `currently_active`
  public JsonObject content(long now) {
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
    return content.build();
  }
}
