package org.ashlar.sync;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.event.StateKey;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;

/// The state of a room at a position of the stream.
final class RoomState {
  private RoomState() {}

  /// The current state, less what was committed after the position: such keys are as the last event
  /// up to the position left them.
  static List<StoredEvent> at(Sources sources, RoomKey room, Position end) {
    long nid = room.nid();
    List<StoredEvent> current =
        sources.views().call(views -> views.stateAt(nid, views.currentRoot(nid)));
    Position last = new Position(end.writer(), Long.MAX_VALUE);
    List<StoredEvent> later = sources.store().call(store -> store.stateChanges(nid, end, last));
    if (later.isEmpty()) {
      return current;
    }
    Set<StateKey> moved = new LinkedHashSet<>();
    later.forEach(event -> moved.add(event.event().key()));
    List<StoredEvent> state = new ArrayList<>();
    for (StoredEvent event : current) {
      if (!moved.contains(event.event().key())) {
        state.add(event);
      }
    }
    state.addAll(earlier(sources, nid, end, moved).values());
    return state;
  }

  private static Map<StateKey, StoredEvent> earlier(
      Sources sources, long nid, Position end, Set<StateKey> keys) {
    TimelineQuery query =
        new TimelineQuery(
            nid, TimelineOrder.STREAM, new TimelinePoint(0, end.number()), null, true, 1);
    List<StoredEvent> last = sources.store().call(store -> store.timeline(query));
    return last.isEmpty()
        ? Map.of()
        : sources.views().call(views -> views.stateAt(nid, last.getFirst().rootAfter(), keys));
  }
}
