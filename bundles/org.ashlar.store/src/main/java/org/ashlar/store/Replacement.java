package org.ashlar.store;

import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;

/// What becomes of an event that was judged by partial state.
///
/// @param ref the event; gets its new position when it is moved
/// @param before the state before it
/// @param after the state after it
/// @param status accepted, rejected or soft-failed
/// @param moved whether it gets a new place at the end of the stream, as it was not shown until
///   now; history that was fetched later keeps its place
public record Replacement(
    EventRef ref, StateRoot before, StateRoot after, EventStatus status, boolean moved) {
  /// Refuses what would have to be judged again.
  public Replacement {
    if (status.isPartial() || status == EventStatus.OUTLIER) {
      throw new IllegalArgumentException("no event is replaced by " + status);
    }
  }
}
