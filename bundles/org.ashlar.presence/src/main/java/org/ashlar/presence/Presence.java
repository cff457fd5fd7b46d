package org.ashlar.presence;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Who is online. Swappable: reached through a gate; any thread.
///
/// Changes are announced to the stream hub as `PRESENCE`, under the keys of the user and of all
/// rooms in which the user is joined, when they are durable. Positions that were announced are
/// whole. Where presence is configured off, nothing changes and nothing is told. All methods throw
/// [org.ashlar.store.StoreException] when the store fails.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#presence Presence
@ProviderType
public interface Presence {
  /// Tells whether this server keeps presence.
  ///
  /// @return what the configuration says
  boolean isEnabled();

  /// Sets the presence of a user, as the user wants it.
  ///
  /// @param user a user of this server
  /// @param state the state
  /// @param message what the user says about it, or null for nothing
  void set(UserId user, PresenceState state, @Nullable String message);

  /// Says that a device asks for what is new. Costs nothing when it says the same as before; what
  /// changes is durable a moment later.
  ///
  /// @param user a user of this server
  /// @param device the device's id, or null for a token without device
  /// @param state what the device wants the user to be; `OFFLINE` to leave everything as it is
  /// @param silence how long the device may say nothing because it waits for an answer
  void active(UserId user, @Nullable String device, PresenceState state, Duration silence);

  /// The same for a device that waits half a minute.
  ///
  /// @param user a user of this server
  /// @param device the device's id, or null for a token without device
  /// @param state what the device wants the user to be; `OFFLINE` to leave everything as it is
  default void active(UserId user, @Nullable String device, PresenceState state) {
    active(user, device, state, Duration.ofSeconds(30));
  }

  /// Says that a user did something, such as sending a message: who was idle is online again. Does
  /// nothing for who is not there.
  ///
  /// @param user a user of this server
  void acted(UserId user);

  /// Says that a user has come into a room: those who are in it are told of who is there. Counts as
  /// something that the user did.
  ///
  /// @param user a user of this server
  void joined(UserId user);

  /// Says that a user's name or picture is another one; whoever may know of the user is told.
  ///
  /// @param user a user of this server
  /// @param profile `displayname` and `avatar_url` as they are now, as far as they are set
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#events-on-change-of-profile-information
  ///   Events on change of profile information
  void profileChanged(UserId user, JsonObject profile);

  /// What a reader may know of a user.
  ///
  /// @param reader who asks
  /// @param user a user of any server
  /// @return the presence, offline for a user of this server who was never there; empty when none
  ///   is known of a user of another one
  /// @throws org.ashlar.base.error.MatrixException 403 `M_FORBIDDEN` when reader and user are
  ///   different and share no room
  Optional<PresenceStatus> get(UserId reader, UserId user);

  /// What changed for a reader: the reader's own presence and that of users who share a room.
  ///
  /// @param reader who asks
  /// @param after the position before the first change; with number 0 those who are there are told
  /// @param upTo the last position
  /// @return each user once, as it is now, in the order of the last changes
  List<PresenceStatus> changesSince(UserId reader, Position after, Position upTo);

  /// Who is there of those in some rooms, for a reader who has come into them.
  ///
  /// @param roomNids the rooms; the caller has seen to it that the reader is joined to them
  /// @param upTo the last position
  /// @return each user who is not offline once, as it is now, if its last change is not later
  List<PresenceStatus> presentIn(Collection<Long> roomNids, Position upTo);

  /// How far the stream has come; for readers whose hub does not know it.
  ///
  /// @return the last committed position
  Position position();
}
