package org.ashlar.store;

import java.util.List;
import org.ashlar.state.StateRoot;

/// Where a room stands: what a lane needs to go on.
///
/// @param room the room
/// @param extremities its forward extremities
/// @param current its current state
/// @param epoch the epoch of its lease
/// @param gaps its backward extremities
public record RoomHead(
    RoomRef room, List<Extremity> extremities, StateRoot current, long epoch, List<Gap> gaps) {
  /// Copies the lists.
  public RoomHead {
    extremities = List.copyOf(extremities);
    gaps = List.copyOf(gaps);
  }
}
