package org.ashlar.account;

import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;

/// How far a user has read. There is one for each room, type, user and thread.
///
/// @param room the room
/// @param type `m.read` or `m.read.private`, or another
/// @param user the user
/// @param thread the thread's root, `main`, or null when it is not about a thread
/// @param event up to which event
/// @param timestamp when it was sent, in milliseconds since 1970
/// @param position when it came into the stream of receipts
/// @spec https://spec.matrix.org/v1.19/client-server-api/#receipts Receipts
public record Receipt(
    RoomId room,
    String type,
    UserId user,
    @Nullable String thread,
    EventId event,
    long timestamp,
    Position position) {
  /// The type of receipts that all members see.
  public static final String READ = "m.read";

  /// The type of receipts that only their user sees.
  public static final String READ_PRIVATE = "m.read.private";

  /// Tells whether a user may see it.
  ///
  /// @param reader a member of the room
  /// @return false for private receipts of others
  public boolean isVisibleTo(UserId reader) {
    return !type.equals(READ_PRIVATE) || user.equals(reader);
  }
}
