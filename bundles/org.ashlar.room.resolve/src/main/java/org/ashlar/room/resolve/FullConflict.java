package org.ashlar.room.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.room.resolution.AuthChains;

/// Computes the full conflicted set.
///
/// As deployed servers do, the auth chain of a state is taken to hold the state's own events: an
/// unconflicted event is then never part of the auth difference.
final class FullConflict {
  private final Conflict conflict;
  private final AuthGraph graph;
  private final EventCache events;

  FullConflict(Conflict conflict, AuthGraph graph, EventCache events) {
    this.conflict = conflict;
    this.graph = graph;
    this.events = events;
  }

  /// The state events of the conflicted state set, the auth difference and, if wanted, the
  /// conflicted state subgraph.
  Set<EventId> compute(boolean withSubgraph, AuthChains chains) {
    Set<EventId> full = new HashSet<>(conflict.events());
    if (withSubgraph) {
      // Everything in the graph is in the auth chain of a conflicted event; on a path between two
      // of them is what also has one in its own.
      full.addAll(graph.dependents(conflict.events()));
    }
    Set<EventId> candidates = oneSided();
    candidates.removeAll(full);
    candidates.removeAll(graph.chain(unconflictedInGraph()));
    if (!candidates.isEmpty()) {
      candidates.removeAll(chains.covered(candidates, conflict.common()));
      full.addAll(candidates);
    }
    full.removeIf(id -> !events.get(id).isState());
    return full;
  }

  /// What is in the auth chain of the conflicted events of some branch, but not of each.
  private Set<EventId> oneSided() {
    Map<EventId, Integer> counts = new HashMap<>();
    for (Set<EventId> branch : conflict.branches()) {
      graph.chain(branch).forEach(id -> counts.merge(id, 1, Integer::sum));
    }
    Set<EventId> result = new HashSet<>();
    counts.forEach(
        (id, count) -> {
          if (count < conflict.branches().size()) {
            result.add(id);
          }
        });
    return result;
  }

  /// Unconflicted events that the walk met: what is below them is in the chain of each branch, and
  /// need not be asked for.
  private List<EventId> unconflictedInGraph() {
    List<EventId> result = new ArrayList<>();
    for (EventId id : graph.events()) {
      Event event = events.get(id);
      if (event.isState() && id.equals(conflict.unconflicted(event.key()))) {
        result.add(id);
      }
    }
    return result;
  }
}
