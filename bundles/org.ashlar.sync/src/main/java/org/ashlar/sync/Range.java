package org.ashlar.sync;

import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;

/// The stretch of a room that an answer tells.
///
/// @param room the room
/// @param after the position before the first event that the reader has not seen; null when it has
///   seen nothing
/// @param end the position of the last event
/// @param fresh whether the reader gets the whole state and begins its timeline anew
record Range(RoomKey room, @Nullable Position after, Position end, boolean fresh) {
  /// The number of the position before the first event.
  long afterNumber() {
    return after == null ? 0 : after.number();
  }
}
