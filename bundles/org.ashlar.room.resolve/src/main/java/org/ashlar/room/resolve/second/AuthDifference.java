package org.ashlar.room.resolve.second;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.room.resolution.AuthChains;
import org.ashlar.room.resolve.EventCache;

/// Finds the auth difference, and the conflicted subgraph if wanted, without walking the auth
/// chains to their end.
///
/// Each event that is met carries the set of branches whose chains it is in; an event of the common
/// state, or below one, is in all. The walk goes down generation by generation, one read for each.
/// Its index is the server's own order of events ([EventCache#order]), which each event has after
/// its auth events: what is in all chains is followed only while it comes after some event that is
/// not, since only then it may lie above it. So the walk ends where the chains have become one.
///
/// As deployed servers do, the auth chain of a state is taken to hold the state's own events: an
/// unconflicted event is then never part of the auth difference.
final class AuthDifference {
  private final Conflict conflict;
  private final EventCache events;
  private final AuthChains chains;
  private final int branches;
  private final Map<EventId, Node> nodes = new HashMap<>();
  private final List<Node> open = new ArrayList<>();

  private static final class Node {
    private final Event event;
    private final long order;
    private final BitSet branches = new BitSet();
    private final List<Node> auth = new ArrayList<>();
    private boolean expanded;
    private boolean asked;

    Node(Event event, long order) {
      this.event = event;
      this.order = order;
    }
  }

  AuthDifference(Conflict conflict, EventCache events, AuthChains chains) {
    this.conflict = conflict;
    this.events = events;
    this.chains = chains;
    this.branches = conflict.branches().size();
  }

  /// Finds the full conflicted set: the state events of the conflicted state set, of the auth
  /// difference and, if wanted, of the conflicted subgraph.
  Set<EventId> full(boolean withSubgraph) {
    events.load(conflict.events());
    for (int i = 0; i < branches; i++) {
      for (EventId id : conflict.branches().get(i)) {
        node(events.get(id)).branches.set(i);
      }
    }
    long floor = withSubgraph ? lowestConflicted() : Long.MAX_VALUE;
    List<Node> generation = due(floor);
    while (!generation.isEmpty()) {
      expand(generation);
      settleCovered();
      generation = due(floor);
    }
    Set<EventId> full = new HashSet<>(conflict.events());
    nodes.values().stream().filter(this::isOneSided).forEach(node -> full.add(node.event.id()));
    if (withSubgraph) {
      full.addAll(subgraph());
    }
    full.removeIf(id -> !events.get(id).isState());
    return full;
  }

  private long lowestConflicted() {
    return nodes.values().stream().mapToLong(node -> node.order).min().orElse(Long.MAX_VALUE);
  }

  private Node node(Event event) {
    Node known = nodes.get(event.id());
    if (known == null) {
      known = new Node(event, events.order(event));
      nodes.put(event.id(), known);
      open.add(known);
      if (event.isState() && event.id().equals(conflict.unconflicted(event.key()))) {
        known.branches.set(0, branches);
      }
    }
    return known;
  }

  private boolean isOneSided(Node node) {
    return node.branches.cardinality() < branches;
  }

  /// Whether it is decided only by the walk that an event is part of the result.
  private boolean isCandidate(Node node) {
    return isOneSided(node) && !conflict.events().contains(node.event.id());
  }

  /// The events to be followed next: those that are in few chains, and those that may lie above
  /// such an event.
  private List<Node> due(long floor) {
    long lowest = floor;
    for (Node node : nodes.values()) {
      if (isCandidate(node)) {
        lowest = Math.min(lowest, node.order);
      }
    }
    List<Node> due = new ArrayList<>();
    for (Node node : open) {
      if (isOneSided(node) || node.order > lowest) {
        due.add(node);
      }
    }
    open.removeAll(new HashSet<>(due));
    return due;
  }

  private void expand(List<Node> generation) {
    Set<EventId> wanted = new HashSet<>();
    generation.forEach(node -> wanted.addAll(node.event.authEvents()));
    events.load(wanted);
    for (Node node : generation) {
      node.expanded = true;
      for (EventId id : node.event.authEvents()) {
        Event auth = events.find(id);
        if (auth != null) {
          node.auth.add(node(auth));
        }
      }
    }
    generation.forEach(this::pass);
  }

  /// Passes on which chains an event is in.
  private void pass(Node from) {
    Deque<Node> changed = new ArrayDeque<>(List.of(from));
    while (!changed.isEmpty()) {
      Node node = changed.pop();
      for (Node auth : node.auth) {
        int before = auth.branches.cardinality();
        auth.branches.or(node.branches);
        if (auth.expanded && auth.branches.cardinality() > before) {
          changed.push(auth);
        }
      }
    }
  }

  /// Asks once of each event in few chains whether the common state has it in its own.
  private void settleCovered() {
    Map<EventId, Node> asked = new HashMap<>();
    for (Node node : nodes.values()) {
      if (!node.asked && isCandidate(node)) {
        node.asked = true;
        asked.put(node.event.id(), node);
      }
    }
    if (!asked.isEmpty()) {
      for (EventId id : chains.covered(asked.keySet(), conflict.common())) {
        Node node = asked.get(id);
        if (node != null) {
          node.branches.set(0, branches);
          pass(node);
        }
      }
    }
  }

  /// Everything here is in the auth chain of a conflicted event; on a path between two of them is
  /// what also has one in its own.
  private Set<EventId> subgraph() {
    Map<Node, List<Node>> named = new HashMap<>();
    for (Node node : nodes.values()) {
      node.auth.forEach(auth -> named.computeIfAbsent(auth, _ -> new ArrayList<>()).add(node));
    }
    Set<EventId> found = new HashSet<>();
    Deque<Node> way = new ArrayDeque<>();
    push(conflict.events(), way);
    while (!way.isEmpty()) {
      Node node = way.pop();
      if (found.add(node.event.id())) {
        named.getOrDefault(node, List.of()).forEach(way::push);
      }
    }
    return found;
  }

  private void push(Collection<EventId> ids, Deque<Node> onto) {
    for (EventId id : ids) {
      Node node = nodes.get(id);
      if (node != null) {
        onto.push(node);
      }
    }
  }
}
