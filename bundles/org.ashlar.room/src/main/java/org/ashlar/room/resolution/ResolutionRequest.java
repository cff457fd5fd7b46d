package org.ashlar.room.resolution;

import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.StateKey;

/// The states of several branches of a room's graph, to be made one.
///
/// @param version the room version
/// @param room the room
/// @param branches for each branch its entries at the places in which branches differ; a place that
///   is missing in a branch is empty there. At least one branch
/// @param common the entries in which all branches agree
/// @param events where events are read
/// @param chains answers about auth chains; [AuthChains#walking] where there is no index
public record ResolutionRequest(
    RoomVersion version,
    RoomId room,
    List<Map<StateKey, EventId>> branches,
    CommonState common,
    EventSource events,
    AuthChains chains) {
  /// Copies the branches.
  ///
  /// @throws IllegalArgumentException when there is no branch
  public ResolutionRequest {
    if (branches.isEmpty()) {
      throw new IllegalArgumentException("no branch to resolve");
    }
    branches = branches.stream().map(Map::copyOf).toList();
  }
}
