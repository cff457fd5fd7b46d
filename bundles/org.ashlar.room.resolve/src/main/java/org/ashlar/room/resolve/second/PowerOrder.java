package org.ashlar.room.resolve.second;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.room.auth.PowerLevels;
import org.ashlar.room.resolve.EventCache;
import org.jspecify.annotations.Nullable;

/// Selects the power events of a conflict and puts them in reverse topological power order.
final class PowerOrder {
  private static final Comparator<Ranked> ORDER =
      Comparator.comparingLong(Ranked::power)
          .reversed()
          .thenComparing(
              Ranked::event,
              Comparator.comparingLong(Event::originServerTs)
                  .thenComparing(event -> event.id().value()));

  private final EventCache events;
  private final @Nullable Event create;

  /// @param events what has been read
  /// @param create the create event where events do not name it, else null
  PowerOrder(EventCache events, @Nullable Event create) {
    this.events = events;
    this.create = create;
  }

  /// The power events of the full conflicted set and what authorizes them inside that set. As
  /// deployed servers do, auth chains are followed through events of the set only.
  List<Event> sort(Set<EventId> full) {
    Set<EventId> chosen = new HashSet<>();
    Deque<EventId> open = new ArrayDeque<>();
    for (EventId id : full) {
      if (isPowerEvent(events.get(id))) {
        open.push(id);
      }
    }
    while (!open.isEmpty()) {
      EventId id = open.pop();
      if (full.contains(id) && chosen.add(id)) {
        events.get(id).authEvents().forEach(open::push);
      }
    }
    return kahn(chosen);
  }

  private List<Event> kahn(Set<EventId> chosen) {
    Map<EventId, Integer> waiting = new HashMap<>();
    Map<EventId, List<EventId>> waiters = new HashMap<>();
    PriorityQueue<Ranked> free = new PriorityQueue<>(ORDER);
    for (EventId id : chosen) {
      Set<EventId> auth = new HashSet<>(events.get(id).authEvents());
      auth.retainAll(chosen);
      waiting.put(id, auth.size());
      auth.forEach(other -> waiters.computeIfAbsent(other, _ -> new ArrayList<>()).add(id));
      if (auth.isEmpty()) {
        free.add(ranked(id));
      }
    }
    List<Event> sorted = new ArrayList<>(chosen.size());
    for (Ranked next = free.poll(); next != null; next = free.poll()) {
      sorted.add(next.event);
      for (EventId waiter : waiters.getOrDefault(next.event.id(), List.of())) {
        if (waiting.merge(waiter, -1, Integer::sum) == 0) {
          free.add(ranked(waiter));
        }
      }
    }
    return sorted;
  }

  private Ranked ranked(EventId id) {
    Event event = events.get(id);
    Event creation = create == null ? events.authEvent(event, EventTypes.CREATE) : create;
    PowerLevels levels = PowerLevels.of(events.authEvent(event, EventTypes.POWER_LEVELS), creation);
    return new Ranked(event, levels.user(event.sender()));
  }

  private static boolean isPowerEvent(Event event) {
    String type = event.type();
    if (type.equals(EventTypes.MEMBER)) {
      String membership = event.content().string("membership").orElse("");
      return (membership.equals("leave") || membership.equals("ban"))
          && !event.sender().value().equals(event.stateKey());
    }
    return event.isState(EventTypes.POWER_LEVELS) || event.isState(EventTypes.JOIN_RULES);
  }

  private record Ranked(Event event, long power) {}
}
