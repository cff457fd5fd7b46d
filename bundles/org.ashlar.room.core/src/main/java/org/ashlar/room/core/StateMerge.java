package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.ashlar.base.id.EventId;
import org.ashlar.base.task.Tasks;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateDifference;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.RoomRef;
import org.ashlar.store.StateDelta;

/// Makes one state of several, with the resolver of the room's version. Used with the lane held.
final class StateMerge {
  /// From so many conflicted keys on a resolution is worth a thread whose CPU time is known.
  private static final int HEAVY = 64;

  private final Parts parts;
  private final Lane.Ticket ticket;
  private final RoomRef room;
  private final StateTrie trie;

  StateMerge(Parts parts, Lane.Ticket ticket, RoomRef room) {
    this.parts = parts;
    this.ticket = ticket;
    this.room = room;
    this.trie = parts.state().trie(room.nid());
  }

  /// Resolves states of the room.
  ///
  /// @param roots one or more
  /// @return the resolved state; one of the roots when it equals it
  StateRoot merge(List<StateRoot> roots) {
    RoomConflict conflict = new RoomConflict(parts, ticket, room);
    Set<Long> conflicted = conflict.conflicted(roots);
    if (conflicted.isEmpty()) {
      return roots.getFirst();
    }
    long start = System.nanoTime();
    StateRoot merged = resolve(roots, conflict, conflicted);
    RoomMetrics.Resolutions.get().made(roots.size(), conflicted.size(), System.nanoTime() - start);
    return merged;
  }

  /// The changes of the current state from one state to another.
  List<StateDelta> deltas(StateRoot from, StateRoot to) {
    List<StateDelta> deltas = new ArrayList<>();
    for (StateDifference change : trie.difference(from, to)) {
      EventRef ref = change.right();
      Event now = ref == null ? null : event(ref);
      EventRef old = change.left();
      Event previous = old == null ? null : event(old);
      Event either = now == null ? previous : now;
      if (either != null) {
        deltas.add(new StateDelta(either.key(), change.keyNid(), ref, now, previous));
      }
    }
    return deltas;
  }

  private StateRoot resolve(List<StateRoot> roots, RoomConflict conflict, Set<Long> conflicted) {
    ResolutionRequest request = conflict.request(roots, conflicted);
    Supplier<Map<StateKey, EventId>> work =
        () -> parts.resolvers().resolve(request, () -> conflict.apart(request, ticket.unstored()));
    Map<StateKey, EventId> resolved =
        conflicted.size() < HEAVY ? work.get() : Tasks.heavy("resolve the state", work);
    Map<StateKey, Long> keys = new HashMap<>(conflict.keys());
    for (StateKey key : resolved.keySet()) {
      keys.computeIfAbsent(key, parts.state()::intern);
    }
    StateRoot merged = roots.getFirst();
    for (Map.Entry<StateKey, Long> key : keys.entrySet()) {
      EventId winner = resolved.get(key.getKey());
      merged =
          winner == null
              ? trie.without(merged, key.getValue())
              : trie.with(merged, key.getValue(), conflict.ref(winner));
    }
    return shared(merged, roots);
  }

  /// Equal state, equal root.
  private StateRoot shared(StateRoot merged, List<StateRoot> roots) {
    for (StateRoot root : roots) {
      if (trie.difference(root, merged).isEmpty()) {
        return root;
      }
    }
    return merged;
  }

  private Event event(EventRef ref) {
    Event known = ticket.known(ref);
    return known == null ? parts.state().event(ref.nid()).event() : known;
  }
}
