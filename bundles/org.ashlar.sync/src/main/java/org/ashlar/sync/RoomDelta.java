package org.ashlar.sync;

import java.util.List;

/// What is new of one room: the state before the timeline (or, where the reader asked so, after
/// it), and the timeline.
///
/// @param timeline the events shown
/// @param state state events that are not in the timeline
/// @param summary whether the summary may have changed
record RoomDelta(Timeline timeline, List<TimelineEntry> state, boolean summary) {
  RoomDelta {
    state = List.copyOf(state);
  }

  boolean isEmpty() {
    return timeline.shown().isEmpty() && state.isEmpty();
  }
}
