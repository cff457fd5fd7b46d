package org.ashlar.room;

import java.util.List;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.StateKey;
import org.jspecify.annotations.Nullable;

/// What a new room shall be.
///
/// @param version the room version, or null for the configured default
/// @param preset `private_chat`, `public_chat`, `trusted_private_chat`, or null: by visibility
/// @param isPublic whether it is listed in the directory
/// @param aliasLocalpart the localpart of an alias to make, or null
/// @param name its name, or null
/// @param topic its topic, or null
/// @param invite who is invited
/// @param isDirect whether the invitations are marked as direct
/// @param initialState state events after those of the preset, in order
/// @param creationContent further content of the create event
/// @param powerLevels members that override those of the power levels event
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3createroom createRoom
public record CreateRoom(
    @Nullable String version,
    @Nullable String preset,
    boolean isPublic,
    @Nullable String aliasLocalpart,
    @Nullable String name,
    @Nullable String topic,
    List<UserId> invite,
    boolean isDirect,
    List<InitialState> initialState,
    JsonObject creationContent,
    JsonObject powerLevels) {
  /// Copies the lists.
  public CreateRoom {
    invite = List.copyOf(invite);
    initialState = List.copyOf(initialState);
  }

  /// A state event that a client wants in its new room.
  ///
  /// @param key type and state key
  /// @param content its content
  public record InitialState(StateKey key, JsonObject content) {}

  /// Asks for nothing in particular.
  ///
  /// @return the defaults
  public static CreateRoom defaults() {
    return new CreateRoom(
        null,
        null,
        false,
        null,
        null,
        null,
        List.of(),
        false,
        List.of(),
        JsonObject.EMPTY,
        JsonObject.of(java.util.Map.<String, JsonValue>of()));
  }
}
