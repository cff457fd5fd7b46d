package org.ashlar.store.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Gap;

/// Reckons the two limits of a room's graph from all its events.
final class GraphScan {
  private final Set<EventId> placed = new HashSet<>();
  private final Set<EventId> named = new HashSet<>();
  private final Set<EventId> covered = new HashSet<>();
  private final Map<EventId, List<EventId>> withheld = new HashMap<>();

  /// Takes an event that has a place.
  void add(Event event, EventStatus status) {
    placed.add(event.id());
    named.addAll(event.prevEvents());
    if (status.isWithheld()) {
      withheld.put(event.id(), event.prevEvents());
    } else {
      covered.addAll(event.prevEvents());
    }
  }

  /// Follows what was covered through withheld events.
  void finish() {
    Deque<EventId> next = new ArrayDeque<>(covered);
    while (!next.isEmpty()) {
      for (EventId id : withheld.getOrDefault(next.remove(), List.of())) {
        if (covered.add(id)) {
          next.add(id);
        }
      }
    }
  }

  boolean isCovered(EventId id) {
    return covered.contains(id);
  }

  List<Gap> gaps() {
    List<Gap> gaps = new ArrayList<>();
    for (EventId id : named) {
      if (!placed.contains(id)) {
        gaps.add(new Gap(id, covered.contains(id)));
      }
    }
    return gaps;
  }
}
