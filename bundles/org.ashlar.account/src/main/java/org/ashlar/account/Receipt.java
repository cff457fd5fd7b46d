package org.ashlar.account;

import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;

/// How far a user has read. There is one for each room, type, user and thread; it only goes
/// forward.
///
/// @param room the room
/// @param type `m.read` or `m.read.private`, or another
/// @param user the user
/// @param thread the thread's root, `main`, or null when it is not about a thread
/// @param event up to which event
/// @param timestamp when it was sent, in milliseconds since 1970
/// @param position when it came into the stream of receipts
/// @param place where the event stands in the stream of events, backfilled ones at negative
///   numbers; null when that is not known
/// @spec https://spec.matrix.org/v1.19/client-server-api/#receipts Receipts
public record Receipt(
    RoomId room,
    String type,
    UserId user,
    @Nullable String thread,
    EventId event,
    long timestamp,
    Position position,
    @Nullable Position place) {
  /// The type of receipts that all members see.
  public static final String READ = "m.read";

  /// The type of receipts that only their user sees.
  public static final String READ_PRIVATE = "m.read.private";

  /// A receipt for an event whose place is not known.
  ///
  /// @param room the room
  /// @param type `m.read` or `m.read.private`, or another
  /// @param user the user
  /// @param thread the thread's root, `main`, or null when it is not about a thread
  /// @param event up to which event
  /// @param timestamp when it was sent, in milliseconds since 1970
  /// @param position when it came into the stream of receipts
  public Receipt(
      RoomId room,
      String type,
      UserId user,
      @Nullable String thread,
      EventId event,
      long timestamp,
      Position position) {
    this(room, type, user, thread, event, timestamp, position, null);
  }

  /// Tells whether it takes the place of an earlier one of the same room, type, user and thread.
  /// Where the places cannot be compared, because one is not known or they are of different
  /// writers, the later receipt counts.
  ///
  /// @param earlier the one that is there
  /// @return false when the earlier one's event is not older
  public boolean replaces(Receipt earlier) {
    return place == null
        || earlier.place == null
        || place.writer() != earlier.place.writer()
        || place.number() > earlier.place.number();
  }

  /// Tells whether a user may see it.
  ///
  /// @param reader a member of the room
  /// @return false for private receipts of others
  public boolean isVisibleTo(UserId reader) {
    return !type.equals(READ_PRIVATE) || user.equals(reader);
  }
}
