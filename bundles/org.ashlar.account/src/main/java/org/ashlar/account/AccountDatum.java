package org.ashlar.account;

import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;

/// One piece of account data as it is now.
///
/// @param room the room it belongs to, or null when it is global
/// @param type its type
/// @param content its content, an object
/// @param position when it was last changed
public record AccountDatum(@Nullable RoomId room, String type, JsonRaw content, Position position) {
  /// Tells whether it is global.
  ///
  /// @return false when it belongs to a room
  public boolean isGlobal() {
    return room == null;
  }
}
