package org.ashlar.room.core;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ashlar.base.id.RoomId;
import org.ashlar.store.RoomHead;

/// The lanes of the rooms in use. Idle ones are dropped, longest unused first, when there are many.
final class Lanes {
  private static final int BOUND = 20_000;
  private static final int SWEEP = 64;

  private final Function<RoomId, Optional<RoomHead>> source;
  private final LinkedHashMap<RoomId, Lane> lanes = new LinkedHashMap<>(16, 0.75f, true);

  Lanes(Function<RoomId, Optional<RoomHead>> source) {
    this.source = source;
  }

  /// Enters the lane of a room.
  Lane.Ticket enter(RoomId room) {
    return lane(room).enter();
  }

  /// The lanes in use.
  ///
  /// @return a copy
  synchronized List<Lane> all() {
    return List.copyOf(lanes.values());
  }

  private synchronized Lane lane(RoomId room) {
    Lane lane = lanes.get(room);
    if (lane == null) {
      sweep();
      lane = new Lane(room, source);
      lanes.put(room, lane);
    }
    lane.reserve();
    return lane;
  }

  private void sweep() {
    Iterator<Lane> eldest = lanes.values().iterator();
    for (int seen = 0; lanes.size() > BOUND && seen < SWEEP && eldest.hasNext(); seen++) {
      if (eldest.next().isIdle()) {
        eldest.remove();
      }
    }
  }
}
