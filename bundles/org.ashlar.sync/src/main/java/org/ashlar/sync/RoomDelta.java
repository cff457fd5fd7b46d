package org.ashlar.sync;

import java.util.List;
import java.util.Set;

/// What is new of one room: the state before the timeline (or, where the reader asked so, after
/// it), and the timeline.
///
/// @param timeline the events shown
/// @param state state events that are not in the timeline
/// @param summary whether the summary may have changed
/// @param moved members whose membership or profile changed since the reader's last answer, where
///   the state is the whole one; a reader that loads members lazily may know them as they were
record RoomDelta(Timeline timeline, List<TimelineEntry> state, boolean summary, Set<String> moved) {
  RoomDelta {
    state = List.copyOf(state);
  }

  RoomDelta(Timeline timeline, List<TimelineEntry> state, boolean summary) {
    this(timeline, state, summary, Set.of());
  }

  boolean isEmpty() {
    return timeline.shown().isEmpty() && state.isEmpty();
  }
}
