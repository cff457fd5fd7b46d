package org.ashlar.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.event.StateKey;

/// Chooses the state events that an answer needs beside a timeline, so that a client that applies
/// both ends in the right state.
///
/// @param end the state at the end of the timeline: of all keys, or of those that changed
/// @param start what keys of the timeline were before it, where that is known
record StateChoice(Map<StateKey, TimelineEntry> end, Map<StateKey, TimelineEntry> start) {

  /// The last entry of each key, entries given in order.
  static Map<StateKey, TimelineEntry> byKey(Collection<? extends TimelineEntry> entries) {
    Map<StateKey, TimelineEntry> byKey = new LinkedHashMap<>();
    for (TimelineEntry entry : entries) {
      StateKey key = entry.key();
      if (key != null) {
        byKey.put(key, entry);
      }
    }
    return byKey;
  }

  /// The timeline without what would lead a client astray.
  Timeline consistent(Timeline timeline) {
    Map<StateKey, EventId> ids = new HashMap<>();
    end.forEach((key, entry) -> ids.put(key, entry.id()));
    return timeline.endingIn(ids);
  }

  /// The state events to be sent before a consistent timeline.
  List<TimelineEntry> before(Timeline timeline) {
    Map<StateKey, EventId> last = timeline.lastState();
    List<TimelineEntry> chosen = new ArrayList<>();
    end.forEach(
        (key, entry) -> {
          TimelineEntry first = last.containsKey(key) ? start.get(key) : entry;
          if (first != null) {
            chosen.add(first);
          }
        });
    return chosen;
  }

  /// The state events for a reader who does not take state from the timeline.
  List<TimelineEntry> after() {
    return List.copyOf(end.values());
  }
}
