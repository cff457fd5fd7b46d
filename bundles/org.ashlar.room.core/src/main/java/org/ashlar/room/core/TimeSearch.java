package org.ashlar.room.core;

import java.util.List;
import java.util.Optional;
import org.ashlar.base.gate.Gate;
import org.ashlar.room.ClosestEvent;
import org.ashlar.room.Requester;
import org.ashlar.store.EventStore;
import org.ashlar.store.StoredEvent;

/// Finds the event of a room that is closest to a time.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidtimestamp_to_event
///   Timestamp to event
final class TimeSearch {
  /// How many events are looked at, at first and in the end: most readers see the first one.
  private static final List<Integer> SIZES = List.of(10, 1000);

  private final Gate<EventStore> store;
  private final Sight sight;

  TimeSearch(Gate<EventStore> store, Sight sight) {
    this.store = store;
    this.sight = sight;
  }

  Optional<ClosestEvent> closest(
      Requester reader, Access.View view, long timestamp, boolean backward) {
    for (int size : SIZES) {
      List<StoredEvent> near =
          store.call(service -> service.closest(view.roomNid(), timestamp, backward, size));
      List<StoredEvent> visible = sight.visible(reader.user(), view, near);
      if (!visible.isEmpty()) {
        StoredEvent found = visible.getFirst();
        return Optional.of(new ClosestEvent(found.event().id(), found.event().originServerTs()));
      }
      if (near.size() < size) {
        break;
      }
    }
    return Optional.empty();
  }
}
