package org.ashlar.room.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.state.StateRoot;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Extremity;
import org.ashlar.store.RoomHead;
import org.ashlar.store.RoomRef;

/// Where a lane stands, including what is handed to the writer but not yet committed.
///
/// @param gaps the backward extremities, and whether an accepted event follows each
/// @param partial whether the state is not known in full
record Head(
    RoomRef room,
    List<Extremity> extremities,
    StateRoot current,
    long epoch,
    Map<EventId, Boolean> gaps,
    boolean partial) {
  static Head of(RoomHead stored) {
    Map<EventId, Boolean> gaps = new HashMap<>();
    stored.gaps().forEach(gap -> gaps.put(gap.id(), gap.covered()));
    return new Head(
        stored.room(),
        stored.extremities(),
        stored.current(),
        stored.epoch(),
        Map.copyOf(gaps),
        stored.partial() != null);
  }

  /// The same room further on.
  Head moved(List<Extremity> ends, StateRoot state, Map<EventId, Boolean> missing) {
    return new Head(room, ends, state, epoch, missing, partial);
  }

  /// The status of an event that is part of the room.
  EventStatus accepted() {
    return partial ? EventStatus.PARTIAL_STATE : EventStatus.ACCEPTED;
  }

  /// One more than the greatest depth, or the most that all versions take.
  long nextDepth() {
    long depth = 0;
    for (Extremity extremity : extremities) {
      depth = Math.max(depth, extremity.depth());
    }
    return Math.min(depth, JsonInteger.MAX_CANONICAL - 1) + 1;
  }
}
