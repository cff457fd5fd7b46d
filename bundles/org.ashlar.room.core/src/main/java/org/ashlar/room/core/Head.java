package org.ashlar.room.core;

import java.util.List;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.state.StateRoot;
import org.ashlar.store.Extremity;
import org.ashlar.store.RoomHead;
import org.ashlar.store.RoomRef;

/// Where a lane stands, including what is handed to the writer but not yet committed.
record Head(RoomRef room, List<Extremity> extremities, StateRoot current, long epoch) {
  static Head of(RoomHead stored) {
    return new Head(stored.room(), stored.extremities(), stored.current(), stored.epoch());
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
