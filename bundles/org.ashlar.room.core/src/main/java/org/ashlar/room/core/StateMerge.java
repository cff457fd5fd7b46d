package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.resolution.AuthChains;
import org.ashlar.room.resolution.CommonState;
import org.ashlar.room.resolution.EventSource;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateDifference;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.EventStatus;
import org.ashlar.store.RoomRef;
import org.ashlar.store.StateDelta;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Makes one state of several, with the resolver of the room's version. Works on the differences of
/// tries: the common part is not read unless the resolver asks for it. Used with the lane held.
final class StateMerge {
  private final Parts parts;
  private final Lane.Ticket ticket;
  private final RoomRef room;
  private final StateTrie trie;
  private final Map<EventId, EventRef> refs = new HashMap<>();
  private final Map<EventId, Event> known = new HashMap<>();

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
    StateRoot first = roots.getFirst();
    Set<Long> conflicted = new LinkedHashSet<>();
    for (StateRoot other : roots) {
      trie.difference(first, other).stream().map(StateDifference::keyNid).forEach(conflicted::add);
    }
    return conflicted.isEmpty() ? first : resolve(roots, conflicted);
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

  private StateRoot resolve(List<StateRoot> roots, Set<Long> conflicted) {
    Map<StateKey, Long> keys = new HashMap<>();
    List<Map<StateKey, EventId>> branches = new ArrayList<>();
    for (StateRoot root : roots) {
      branches.add(branch(root, conflicted, keys));
    }
    EventSource source = source();
    ResolutionRequest request =
        new ResolutionRequest(
            room.version(),
            room.id(),
            branches,
            new Common(roots.getFirst(), keys),
            source,
            AuthChains.walking(source));
    Map<StateKey, EventId> resolved = parts.resolver().call(resolver -> resolver.resolve(request));
    StateRoot merged = roots.getFirst();
    for (StateKey key : resolved.keySet()) {
      keys.computeIfAbsent(key, parts.state()::intern);
    }
    for (Map.Entry<StateKey, Long> key : keys.entrySet()) {
      EventId winner = resolved.get(key.getKey());
      merged =
          winner == null
              ? trie.without(merged, key.getValue())
              : trie.with(merged, key.getValue(), ref(winner));
    }
    return shared(merged, roots);
  }

  /// Equal state, equal root: an equal branch, or one that the store remembers.
  private StateRoot shared(StateRoot merged, List<StateRoot> roots) {
    for (StateRoot root : roots) {
      if (trie.difference(root, merged).isEmpty()) {
        return root;
      }
    }
    return merged;
  }

  private Map<StateKey, EventId> branch(
      StateRoot root, Set<Long> conflicted, Map<StateKey, Long> keys) {
    Map<StateKey, EventId> branch = new HashMap<>();
    for (Long keyNid : conflicted) {
      EventRef ref = trie.get(root, keyNid);
      if (ref != null) {
        Event event = event(ref);
        refs.put(event.id(), ref);
        keys.put(event.key(), keyNid);
        branch.put(event.key(), event.id());
      }
    }
    return branch;
  }

  private Event event(EventRef ref) {
    Event event = ticket.known(ref);
    if (event == null) {
      event = parts.state().event(ref.nid()).event();
    }
    known.put(event.id(), event);
    return event;
  }

  private EventRef ref(EventId id) {
    EventRef ref = refs.get(id);
    KnownEvents.Known made = ref == null ? ticket.made(id) : null;
    if (made != null) {
      return made.ref();
    }
    if (ref == null) {
      StoredEvent stored = parts.store().call(store -> store.events(List.of(id))).get(id);
      if (stored == null) {
        throw new IllegalStateException("the resolver chose an unknown event " + id);
      }
      ref = EventRef.stored(stored.nid());
    }
    return ref;
  }

  private EventSource source() {
    return new EventSource() {
      private final Set<EventId> rejected = new HashSet<>();

      @Override
      public Map<EventId, Event> events(Collection<EventId> ids) {
        Set<EventId> missing = new HashSet<>(ids);
        missing.removeAll(known.keySet());
        for (EventId id : Set.copyOf(missing)) {
          KnownEvents.Known made = ticket.made(id);
          if (made != null) {
            known.put(id, made.event());
            missing.remove(id);
            if (made.status() == EventStatus.REJECTED) {
              rejected.add(id);
            }
          }
        }
        if (!missing.isEmpty()) {
          parts
              .store()
              .call(store -> store.events(missing))
              .forEach(
                  (id, stored) -> {
                    known.put(id, stored.event());
                    if (stored.status() == EventStatus.REJECTED) {
                      rejected.add(id);
                    }
                  });
        }
        Map<EventId, Event> found = new HashMap<>();
        for (EventId id : ids) {
          Event event = known.get(id);
          if (event != null) {
            found.put(id, event);
          }
        }
        return found;
      }

      @Override
      public Set<EventId> rejected(Collection<EventId> ids) {
        Set<EventId> found = new HashSet<>(ids);
        found.retainAll(rejected);
        return found;
      }
    };
  }

  private final class Common implements CommonState {
    private final StateRoot root;
    private final Map<StateKey, Long> conflicted;

    Common(StateRoot root, Map<StateKey, Long> conflicted) {
      this.root = root;
      this.conflicted = conflicted;
    }

    @Override
    public @Nullable EventId get(StateKey key) {
      Long keyNid = conflicted.containsKey(key) ? null : parts.state().find(List.of(key)).get(key);
      EventRef ref = keyNid == null ? null : trie.get(root, keyNid);
      return ref == null ? null : event(ref).id();
    }

    @Override
    public void forEach(BiConsumer<StateKey, EventId> visitor) {
      Set<Long> left = new HashSet<>(conflicted.values());
      List<EventRef> entries = new ArrayList<>();
      trie.forEach(
          root,
          (keyNid, ref) -> {
            if (!left.contains(keyNid)) {
              entries.add(ref);
            }
          });
      parts.state().events(entries.stream().map(EventRef::nid).filter(nid -> nid != 0).toList());
      for (EventRef ref : entries) {
        Event event = event(ref);
        visitor.accept(event.key(), event.id());
      }
    }
  }
}
