package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.store.EventStatus;
import org.ashlar.store.NewEvent;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Finds events of a room that are stored or on their way to the store. Used with the lane held.
final class KnownEvents {
  private final Parts parts;
  private final Lane.Ticket ticket;

  KnownEvents(Parts parts, Lane.Ticket ticket) {
    this.parts = parts;
    this.ticket = ticket;
  }

  /// An event of the room.
  ///
  /// @param after the state after it; the empty one for an outlier
  /// @param pending the append by which it comes or gets its place, or null when it is stored
  record Known(
      EventRef ref,
      Event event,
      EventStatus status,
      StateRoot after,
      @Nullable PendingAppend pending) {
    boolean isPlaced() {
      return status != EventStatus.OUTLIER;
    }

    /// Whether it failed authorization: it has a place, and nothing of this server builds on it.
    boolean isWithheld() {
      return status.isWithheld();
    }
  }

  /// Events of this room.
  Map<EventId, Known> find(Collection<EventId> ids) {
    Map<EventId, Known> found = findAnywhere(ids);
    found.values().removeIf(known -> !known.event().roomId().equals(ticket.room()));
    return found;
  }

  /// Events of any room.
  Map<EventId, Known> findAnywhere(Collection<EventId> ids) {
    Map<EventId, Known> found = new HashMap<>();
    List<EventId> missing = new ArrayList<>();
    for (EventId id : ids) {
      Known onItsWay = ticket.made(id);
      if (onItsWay == null) {
        missing.add(id);
      } else {
        found.put(id, onItsWay);
      }
    }
    if (!missing.isEmpty()) {
      parts
          .store()
          .call(store -> store.events(missing))
          .forEach((id, stored) -> found.put(id, known(stored)));
    }
    return found;
  }

  @Nullable Known find(EventId id) {
    return find(List.of(id)).get(id);
  }

  static Known made(NewEvent event, PendingAppend pending) {
    return new Known(event.ref(), event.event(), event.status(), event.after(), pending);
  }

  private static Known known(StoredEvent stored) {
    return new Known(
        EventRef.stored(stored.nid()),
        stored.event(),
        stored.status(),
        StateRoot.stored(stored.rootAfter()),
        null);
  }
}
