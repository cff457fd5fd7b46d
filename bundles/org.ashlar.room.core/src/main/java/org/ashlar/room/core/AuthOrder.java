package org.ashlar.room.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;

/// Puts events behind their auth events, so that the store numbers them in this order: state
/// resolution goes by it.
final class AuthOrder {
  private AuthOrder() {}

  /// Sorts.
  ///
  /// @param events events of one room, in any order
  /// @return the same, each after those of its auth events that are among them
  static List<Event> sorted(Collection<Event> events) {
    Map<EventId, Event> left = new LinkedHashMap<>();
    events.forEach(event -> left.put(event.id(), event));
    Set<Event> sorted = new LinkedHashSet<>();
    Deque<Event> way = new ArrayDeque<>();
    for (Event event : events) {
      way.push(event);
      while (!way.isEmpty()) {
        Event next = way.peek();
        left.remove(next.id());
        List<Event> before = new ArrayList<>();
        for (EventId auth : next.authEvents()) {
          Event other = left.get(auth);
          if (other != null) {
            before.add(other);
          }
        }
        if (before.isEmpty()) {
          sorted.add(way.pop());
        } else {
          before.forEach(way::push);
        }
      }
    }
    return List.copyOf(sorted);
  }
}
