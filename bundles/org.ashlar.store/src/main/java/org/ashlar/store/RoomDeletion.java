package org.ashlar.store;

import org.ashlar.base.id.RoomId;
import org.osgi.annotation.versioning.ConsumerType;

/// Deletes what one store keeps of a room. Every store that has rows of rooms registers one; all of
/// them are called, in any order, after the room is blocked and our members have left. Repeating it
/// does no harm; a store that was away when a room was deleted is called when it is back. Any
/// thread.
@ConsumerType
public interface RoomDeletion {
  /// Says what is kept, for people: `aliases`.
  ///
  /// @return a few words
  String name();

  /// Deletes everything of a room.
  ///
  /// @param room the room
  /// @return how many rows there were
  /// @throws StoreException when the database fails; it is called again then
  long delete(RoomId room);

  /// Counts what is left of a room.
  ///
  /// @param room the room
  /// @return 0 after it was deleted
  long count(RoomId room);
}
