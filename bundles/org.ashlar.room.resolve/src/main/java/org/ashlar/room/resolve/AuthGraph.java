package org.ashlar.room.resolve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;

/// The graph of auth events below a set of events, down to the create event.
final class AuthGraph {
  private final Map<EventId, List<EventId>> authEvents = new HashMap<>();
  private final Map<EventId, List<EventId>> named = new HashMap<>();

  private AuthGraph() {}

  /// Reads the graph, one batch per generation. Auth events that are not known are left out.
  static AuthGraph below(Collection<EventId> roots, EventCache events) {
    AuthGraph graph = new AuthGraph();
    events.load(roots);
    List<EventId> generation = new ArrayList<>();
    for (EventId root : roots) {
      graph.add(events.get(root));
      generation.add(root);
    }
    while (!generation.isEmpty()) {
      Set<EventId> next = new HashSet<>();
      for (EventId id : generation) {
        next.addAll(events.get(id).authEvents());
      }
      next.removeAll(graph.authEvents.keySet());
      events.load(next);
      generation = new ArrayList<>();
      for (EventId id : next) {
        Event event = events.find(id);
        if (event != null) {
          graph.add(event);
          generation.add(id);
        }
      }
    }
    graph.close();
    return graph;
  }

  private void add(Event event) {
    authEvents.put(event.id(), event.authEvents());
  }

  private void close() {
    authEvents.replaceAll((_, ids) -> ids.stream().filter(authEvents::containsKey).toList());
    authEvents.forEach(
        (id, ids) ->
            ids.forEach(auth -> named.computeIfAbsent(auth, _ -> new ArrayList<>()).add(id)));
  }

  /// All events of the graph.
  Set<EventId> events() {
    return authEvents.keySet();
  }

  /// The auth events of an event that are in the graph.
  List<EventId> authEvents(EventId id) {
    return authEvents.getOrDefault(id, List.of());
  }

  /// Events with their auth chains.
  Set<EventId> chain(Collection<EventId> roots) {
    return reachable(roots, authEvents);
  }

  /// Events with all those whose auth chain they are in.
  Set<EventId> dependents(Collection<EventId> roots) {
    return reachable(roots, named);
  }

  private static Set<EventId> reachable(
      Collection<EventId> roots, Map<EventId, List<EventId>> edges) {
    Set<EventId> seen = new HashSet<>(roots);
    Deque<EventId> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      for (EventId next : edges.getOrDefault(open.pop(), List.of())) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    return seen;
  }
}
