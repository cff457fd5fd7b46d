package org.ashlar.store;

import java.util.List;
import org.ashlar.state.StateRoot;
import org.jspecify.annotations.Nullable;

/// Where a room stands: what a lane needs to go on.
///
/// @param room the room
/// @param extremities its forward extremities
/// @param current its current state
/// @param epoch the epoch of its lease
/// @param gaps its backward extremities
/// @param partial how it became partial, or null when its state is known in full
public record RoomHead(
    RoomRef room,
    List<Extremity> extremities,
    StateRoot current,
    long epoch,
    List<Gap> gaps,
    @Nullable PartialRoom partial) {
  /// Copies the lists.
  public RoomHead {
    extremities = List.copyOf(extremities);
    gaps = List.copyOf(gaps);
  }
}
