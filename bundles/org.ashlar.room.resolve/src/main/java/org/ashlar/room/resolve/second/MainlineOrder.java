package org.ashlar.room.resolve.second;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.room.resolve.EventCache;
import org.jspecify.annotations.Nullable;

/// Puts events in mainline order. The mainline is followed no further down than the oldest power
/// levels that some event is based on.
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
  private @Nullable Event next;
  private int length;

  /// @param levels the power levels the mainline begins with, null when there are none
  /// @param events what has been read
  MainlineOrder(@Nullable Event levels, EventCache events) {
    this.events = events;
    this.next = levels;
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
    while (levels != null) {
      followTo(events.order(levels));
      if (positions.containsKey(levels.id())) {
        break;
      }
      met.add(levels.id());
      levels = events.authEvent(levels, EventTypes.POWER_LEVELS);
    }
    int position =
        levels == null ? OFF_THE_MAINLINE : positions.getOrDefault(levels.id(), OFF_THE_MAINLINE);
    met.forEach(id -> positions.put(id, position));
    return position;
  }

  /// Follows the mainline down to an order.
  private void followTo(long order) {
    for (Event levels = next; levels != null && events.order(levels) >= order; levels = next) {
      positions.put(levels.id(), length++);
      next = events.authEvent(levels, EventTypes.POWER_LEVELS);
    }
  }

  private record Placed(Event event, int position) {}
}
