package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.RoomId;
import org.ashlar.store.Chore;
import org.ashlar.store.EventStore;
import org.ashlar.store.RoomDeletion;

/// The stores that have rows of rooms, and the rooms that were deleted. These stay known, one chore
/// each, as a store that is away keeps its rows until it is back. Any thread.
final class RoomDeletions {
  private static final String DELETED = "deleted-room";

  private final Gate<EventStore> store;
  private final List<RoomDeletion> bound = new CopyOnWriteArrayList<>();

  RoomDeletions(Gate<EventStore> store) {
    this.store = store;
  }

  /// Whether a chore is no work but a room to be remembered.
  static boolean isRemembered(Chore chore) {
    return chore.kind().equals(DELETED);
  }

  void bind(RoomDeletion deletion) {
    bound.add(deletion);
  }

  void unbind(RoomDeletion deletion) {
    bound.removeIf(known -> known == deletion);
  }

  List<RoomDeletion> bound() {
    return List.copyOf(bound);
  }

  /// Deletes what the stores at hand have; called with the lane held.
  ///
  /// @return how many rows there were
  long delete(RoomId room) {
    store.run(service -> service.keepChore(new Chore(DELETED, room.value())));
    long rows = 0;
    for (RoomDeletion deletion : bound) {
      rows += deletion.delete(room);
    }
    return rows;
  }

  /// Deletes what a store kept while it was away.
  ///
  /// @return how many rows there were
  long complete(RoomDeletion deletion, Lanes lanes) {
    long rows = 0;
    for (RoomId room : gone()) {
      if (deletion.count(room) > 0) {
        try (Lane.Ticket ticket = lanes.enter(room)) {
          rows += ticket.head().isPresent() ? 0 : deletion.delete(room);
        }
      }
    }
    return rows;
  }

  /// A sentence for each store and deleted room of which it still has rows.
  List<String> orphans() {
    List<String> found = new ArrayList<>();
    for (RoomId room : gone()) {
      for (RoomDeletion deletion : bound) {
        long rows = deletion.count(room);
        if (rows > 0) {
          found.add(
              "%d rows of %s belong to %s, which was deleted"
                  .formatted(rows, deletion.name(), room));
        }
      }
    }
    return found;
  }

  /// Deleted rooms that have not come back.
  private List<RoomId> gone() {
    return store.call(EventStore::chores).stream()
        .filter(RoomDeletions::isRemembered)
        .map(chore -> new RoomId(chore.subject()))
        .filter(room -> store.call(service -> service.room(room)).isEmpty())
        .toList();
  }
}
