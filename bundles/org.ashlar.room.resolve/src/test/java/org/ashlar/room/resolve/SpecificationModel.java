package org.ashlar.room.resolve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.SampleRoom;
import org.ashlar.event.StateKey;
import org.jspecify.annotations.Nullable;

/// The specification's text on state resolution, sentence by sentence and slowly. Two readings are
/// those of deployed servers: the full auth chain of a state holds the state's own events, and the
/// auth chain of a power event is followed through events of the full conflicted set.
final class SpecificationModel {
  private final SampleRoom room;
  private final Map<EventId, Event> pool;
  private final Set<EventId> rejected;
  private final boolean v21;

  SpecificationModel(
      SampleRoom room, Map<EventId, Event> pool, Set<EventId> rejected, boolean v21) {
    this.room = room;
    this.pool = pool;
    this.rejected = rejected;
    this.v21 = v21;
  }

  /// What a graph has to show.
  ///
  /// @param added whether the conflicted subgraph adds events
  /// @param shrunk whether the chains of unconflicted events shrink the auth difference
  /// @param rejected whether a rejected event takes part
  record Traits(boolean added, boolean shrunk, boolean rejected) {}

  Traits traits(List<Map<StateKey, EventId>> states) {
    Set<EventId> conflicted = new HashSet<>();
    Map<StateKey, EventId> unconflicted = new TreeMap<>();
    split(states, unconflicted, conflicted);
    Set<EventId> difference = authDifference(states);
    List<Map<StateKey, EventId>> alone = new ArrayList<>();
    for (Map<StateKey, EventId> state : states) {
      Map<StateKey, EventId> rest = new HashMap<>(state);
      rest.keySet().removeAll(unconflicted.keySet());
      alone.add(rest);
    }
    Set<EventId> full = new HashSet<>(conflicted);
    full.addAll(difference);
    boolean added = !full.containsAll(subgraph(conflicted));
    return new Traits(
        added, !difference.containsAll(authDifference(alone)), !disjoint(full, rejected));
  }

  Map<StateKey, EventId> resolve(List<Map<StateKey, EventId>> states) {
    if (room.version().resolution().equals("v1")) {
      return new FirstModel(pool).resolve(states);
    }
    Map<StateKey, EventId> unconflicted = new TreeMap<>();
    Set<EventId> conflicted = new HashSet<>();
    split(states, unconflicted, conflicted);
    return resolve(states, unconflicted, conflicted);
  }

  private static void split(
      List<Map<StateKey, EventId>> states,
      Map<StateKey, EventId> unconflicted,
      Set<EventId> conflicted) {
    for (Map<StateKey, EventId> state : states) {
      for (Map.Entry<StateKey, EventId> entry : state.entrySet()) {
        if (states.stream().allMatch(s -> entry.getValue().equals(s.get(entry.getKey())))) {
          unconflicted.put(entry.getKey(), entry.getValue());
        } else {
          conflicted.add(entry.getValue());
        }
      }
    }
  }

  private Map<StateKey, EventId> resolve(
      List<Map<StateKey, EventId>> states,
      Map<StateKey, EventId> unconflicted,
      Set<EventId> conflicted) {
    Set<EventId> full = new HashSet<>(conflicted);
    full.addAll(authDifference(states));
    if (v21) {
      full.addAll(subgraph(conflicted));
    }

    List<Event> power = reverseTopologicalPowerOrdering(selectX(full));
    Map<StateKey, EventId> partial = new TreeMap<>(v21 ? Map.of() : unconflicted);
    iterativeAuthChecks(partial, power);

    List<Event> rest = new ArrayList<>();
    for (EventId id : full) {
      if (power.stream().noneMatch(event -> event.id().equals(id))) {
        rest.add(event(id));
      }
    }
    EventId levels = partial.get(StateKey.POWER_LEVELS);
    mainlineOrdering(levels == null ? null : event(levels), rest);
    iterativeAuthChecks(partial, rest);
    partial.putAll(unconflicted);
    return partial;
  }

  private Set<EventId> authDifference(List<Map<StateKey, EventId>> states) {
    Set<EventId> union = new HashSet<>();
    Set<EventId> intersection = null;
    for (Map<StateKey, EventId> state : states) {
      Set<EventId> chain = new HashSet<>();
      for (EventId id : state.values()) {
        chain.add(id);
        chain.addAll(authChain(id));
      }
      union.addAll(chain);
      if (intersection == null) {
        intersection = chain;
      } else {
        intersection.retainAll(chain);
      }
    }
    union.removeAll(intersection == null ? Set.of() : intersection);
    return union;
  }

  private Set<EventId> subgraph(Set<EventId> conflicted) {
    Set<EventId> result = new HashSet<>();
    for (EventId from : conflicted) {
      for (EventId on : authChain(from)) {
        if (conflicted.contains(on) || !disjoint(authChain(on), conflicted)) {
          result.add(on);
        }
      }
    }
    return result;
  }

  private static boolean disjoint(Set<EventId> left, Set<EventId> right) {
    return left.stream().noneMatch(right::contains);
  }

  private final Map<EventId, Set<EventId>> chains = new HashMap<>();

  private Set<EventId> authChain(EventId id) {
    Set<EventId> known = chains.get(id);
    if (known == null) {
      known = new HashSet<>();
      for (EventId auth : event(id).authEvents()) {
        known.add(auth);
        known.addAll(authChain(auth));
      }
      chains.put(id, known);
    }
    return known;
  }

  private Set<EventId> selectX(Set<EventId> full) {
    Set<EventId> x = new HashSet<>();
    for (EventId id : full) {
      if (isPowerEvent(event(id))) {
        x.add(id);
      }
    }
    boolean grown = true;
    while (grown) {
      grown = false;
      for (EventId id : List.copyOf(x)) {
        for (EventId auth : event(id).authEvents()) {
          grown |= full.contains(auth) && x.add(auth);
        }
      }
    }
    return x;
  }

  private static boolean isPowerEvent(Event event) {
    String membership = event.content().string("membership").orElse("");
    return switch (event.type()) {
      case "m.room.power_levels", "m.room.join_rules" -> "".equals(event.stateKey());
      case "m.room.member" ->
          (membership.equals("leave") || membership.equals("ban"))
              && !event.sender().value().equals(event.stateKey());
      default -> false;
    };
  }

  private List<Event> reverseTopologicalPowerOrdering(Set<EventId> x) {
    Comparator<Event> smaller =
        Comparator.<Event>comparingLong(event -> -power(event))
            .thenComparingLong(Event::originServerTs)
            .thenComparing(event -> event.id().value());
    List<Event> sorted = new ArrayList<>();
    Set<EventId> left = new HashSet<>(x);
    while (!left.isEmpty()) {
      Event next =
          left.stream()
              .map(this::event)
              .filter(event -> event.authEvents().stream().noneMatch(left::contains))
              .min(smaller)
              .orElseThrow();
      sorted.add(next);
      left.remove(next.id());
    }
    return sorted;
  }

  /// The power of an event's sender by the event's own auth events.
  private long power(Event event) {
    String sender = event.sender().value();
    if (room.version().id().equals("12") && sender.equals(room.create().sender().value())) {
      return Long.MAX_VALUE;
    }
    Event levels = authEvent(event, "m.room.power_levels");
    if (levels == null) {
      Event create = authEvent(event, "m.room.create");
      return create != null && create.sender().value().equals(sender) ? 100 : 0;
    }
    JsonObject content = levels.content();
    return content
        .object("users")
        .orElse(JsonObject.EMPTY)
        .integer(sender)
        .orElse(content.integer("users_default").orElse(0));
  }

  private void mainlineOrdering(@Nullable Event levels, List<Event> events) {
    List<EventId> mainline = new ArrayList<>();
    for (Event p = levels; p != null; p = authEvent(p, "m.room.power_levels")) {
      mainline.add(p.id());
    }
    Map<Event, Integer> positions = new LinkedHashMap<>();
    for (Event e : events) {
      int position = Integer.MAX_VALUE;
      for (Event ej = authEvent(e, "m.room.power_levels");
          ej != null;
          ej = authEvent(ej, "m.room.power_levels")) {
        if (mainline.contains(ej.id())) {
          position = mainline.indexOf(ej.id());
          break;
        }
      }
      positions.put(e, position);
    }
    events.sort(
        Comparator.<Event>comparingInt(positions::get)
            .reversed()
            .thenComparingLong(Event::originServerTs)
            .thenComparing(event -> event.id().value()));
  }

  private void iterativeAuthChecks(Map<StateKey, EventId> state, List<Event> events) {
    for (Event event : events) {
      Map<StateKey, Event> view = new HashMap<>();
      if (room.version().id().equals("12")) {
        view.put(StateKey.CREATE, room.create());
      }
      for (EventId id : event.authEvents()) {
        if (!rejected.contains(id)) {
          view.put(event(id).key(), event(id));
        }
      }
      state.forEach((key, id) -> view.put(key, event(id)));
      if (Branch.RULES.check(event, view::get).isAllowed()) {
        state.put(event.key(), event.id());
      }
    }
  }

  private @Nullable Event authEvent(Event event, String type) {
    for (EventId id : event.authEvents()) {
      if (event(id).type().equals(type)) {
        return event(id);
      }
    }
    return null;
  }

  private Event event(EventId id) {
    Event event = pool.get(id);
    if (event == null) {
      throw new AssertionError("unknown " + id);
    }
    return event;
  }
}
