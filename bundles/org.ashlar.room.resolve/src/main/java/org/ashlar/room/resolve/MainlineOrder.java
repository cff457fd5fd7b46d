package org.ashlar.room.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.jspecify.annotations.Nullable;

/// Puts events in mainline order.
final class MainlineOrder {
  private static final int OFF_THE_MAINLINE = Integer.MAX_VALUE;
  private static final Comparator<Placed> ORDER =
      Comparator.comparingInt(Placed::position)
          .reversed()
          .thenComparing(
              Placed::event,
              Comparator.comparingLong(Event::originServerTs)
                  .thenComparing(event -> event.id().value()));

  private final EventCache events;
  private final Map<EventId, Integer> positions = new HashMap<>();

  /// @param levels the power levels the mainline begins with, null when there are none
  /// @param events what has been read
  MainlineOrder(@Nullable Event levels, EventCache events) {
    this.events = events;
    int position = 0;
    for (Event event = levels;
        event != null && positions.putIfAbsent(event.id(), position) == null;
        event = events.authEvent(event, EventTypes.POWER_LEVELS)) {
      position++;
    }
  }

  List<Event> sort(Collection<Event> unsorted) {
    List<EventId> auth = new ArrayList<>();
    unsorted.forEach(event -> auth.addAll(event.authEvents()));
    events.load(auth);
    return unsorted.stream()
        .map(event -> new Placed(event, position(event)))
        .sorted(ORDER)
        .map(Placed::event)
        .toList();
  }

  /// Follows the power levels below an event to the mainline; remembers the answer for all it met.
  private int position(Event event) {
    List<EventId> met = new ArrayList<>();
    Event levels = events.authEvent(event, EventTypes.POWER_LEVELS);
    while (levels != null && !positions.containsKey(levels.id()) && !met.contains(levels.id())) {
      met.add(levels.id());
      levels = events.authEvent(levels, EventTypes.POWER_LEVELS);
    }
    int position =
        levels == null ? OFF_THE_MAINLINE : positions.getOrDefault(levels.id(), OFF_THE_MAINLINE);
    met.forEach(id -> positions.put(id, position));
    return position;
  }

  private record Placed(Event event, int position) {}
}
