package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.ashlar.base.gate.Gate;
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
import org.ashlar.store.EventStore;
import org.ashlar.store.NewEvent;
import org.ashlar.store.RoomRef;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Several states of a room as a question to a resolver. Works on the differences of tries: what
/// the states share is not read unless the resolver asks for it.
///
/// The order of events is that of their numbers: an event is numbered when its auth events are. It
/// is the one index of auth chains: no rows are kept for it. Events on their way to the store come
/// after all others, in the order of the lane.
final class RoomConflict implements EventSource, AuthChains {
  private static final long ON_ITS_WAY = 1L << 62;
  private static final int BATCH = 256;

  private final Gate<EventStore> store;
  private final StateAccess state;
  private final RoomRef room;
  private final StateTrie trie;
  private final Function<EventRef, @Nullable Event> lane;
  private final Map<EventId, Known> known = new HashMap<>();
  private final Map<EventRef, Event> pending = new HashMap<>();
  private final Map<StateKey, Long> keys = new HashMap<>();
  private long next = ON_ITS_WAY;

  private record Known(Event event, EventRef ref, long order, boolean rejected) {}

  /// States that are stored.
  ///
  /// @param store has the events
  /// @param state reads state
  /// @param room the room
  RoomConflict(Gate<EventStore> store, StateAccess state, RoomRef room) {
    this(store, state, room, _ -> null);
  }

  /// States of a lane.
  ///
  /// @param parts what the lane works with
  /// @param ticket the lane, which is held
  /// @param room the room
  RoomConflict(Parts parts, Lane.Ticket ticket, RoomRef room) {
    this(parts.store(), parts.state(), room, ref -> ref.nid() == 0 ? ticket.known(ref) : null);
    for (NewEvent made : ticket.onTheirWay()) {
      long nid = made.ref().nid();
      // Once one has no number yet, none of the later ones counts as numbered.
      long order = nid != 0 && next == ON_ITS_WAY ? nid : next++;
      boolean rejected = made.status().isRejected();
      known.put(made.event().id(), new Known(made.event(), made.ref(), order, rejected));
      pending.put(made.ref(), made.event());
    }
  }

  private RoomConflict(
      Gate<EventStore> store,
      StateAccess state,
      RoomRef room,
      Function<EventRef, @Nullable Event> lane) {
    this.store = store;
    this.state = state;
    this.room = room;
    this.lane = lane;
    this.trie = state.trie(room.nid());
  }

  /// The keys in which states differ.
  Set<Long> conflicted(List<StateRoot> roots) {
    Set<Long> conflicted = new LinkedHashSet<>();
    for (StateRoot other : roots) {
      trie.difference(roots.getFirst(), other).stream()
          .map(StateDifference::keyNid)
          .forEach(conflicted::add);
    }
    return conflicted;
  }

  /// The question. Afterwards [#keys] has the keys.
  ResolutionRequest request(List<StateRoot> roots, Set<Long> conflicted) {
    state.events(
        roots.stream()
            .flatMap(root -> conflicted.stream().map(key -> nid(root, key)))
            .filter(nid -> nid != 0)
            .distinct()
            .toList());
    List<Map<StateKey, EventId>> branches = new ArrayList<>();
    for (StateRoot root : roots) {
      branches.add(branch(root, conflicted));
    }
    return new ResolutionRequest(
        room.version(),
        room.id(),
        branches,
        new Common(roots.getFirst(), Set.copyOf(conflicted)),
        this,
        this);
  }

  /// The same question for another thread, which asks the lane no more: what is on its way to the
  /// store is fixed as it is now.
  ///
  /// @param request made by this conflict
  /// @param unstored what the lane remembers and the store does not know yet
  ResolutionRequest apart(ResolutionRequest request, Map<EventRef, Event> unstored) {
    RoomConflict copy = new RoomConflict(store, state, room, unstored::get);
    copy.known.putAll(known);
    copy.pending.putAll(pending);
    copy.next = next;
    Common common = (Common) request.common();
    return new ResolutionRequest(
        request.version(),
        request.room(),
        request.branches(),
        copy.new Common(common.root, common.conflicted),
        copy,
        copy);
  }

  /// The keys in which the states of the question differ, with their numbers.
  Map<StateKey, Long> keys() {
    return keys;
  }

  /// What stands in a state for an event.
  EventRef ref(EventId id) {
    if (events(List.of(id)).isEmpty()) {
      throw new IllegalStateException("the resolver chose an unknown event " + id);
    }
    return found(id).ref;
  }

  @Override
  public Map<EventId, Event> events(Collection<EventId> ids) {
    Set<EventId> missing = new HashSet<>(ids);
    missing.removeAll(known.keySet());
    if (!missing.isEmpty()) {
      store.call(service -> service.events(missing)).values().forEach(this::keep);
    }
    Map<EventId, Event> found = new HashMap<>();
    for (EventId id : ids) {
      Known event = known.get(id);
      if (event != null) {
        found.put(id, event.event);
      }
    }
    return found;
  }

  @Override
  public long order(EventId id) {
    return found(id).order;
  }

  @Override
  public Set<EventId> rejected(Collection<EventId> ids) {
    Set<EventId> found = new HashSet<>();
    for (EventId id : ids) {
      Known event = known.get(id);
      if (event != null && event.rejected) {
        found.add(id);
      }
    }
    return found;
  }

  /// Reads the common state's events from the order of the oldest event in question on, the oldest
  /// first, until all are found: whatever has an event in its auth chain comes after it, and what
  /// named it while it was in the state comes soon after it.
  @Override
  public Set<EventId> covered(Set<EventId> candidates, CommonState common) {
    Set<EventId> left = new HashSet<>(candidates);
    long oldest = left.stream().mapToLong(this::order).min().orElse(Long.MAX_VALUE);
    long[] younger = ((Common) common).nidsAfter(oldest);
    Set<EventId> above = new HashSet<>();
    for (Known made : List.copyOf(known.values())) {
      if (made.order >= ON_ITS_WAY && ((Common) common).holds(made)) {
        above.add(made.event.id());
      }
    }
    Set<EventId> seen = new HashSet<>();
    descend(above, oldest, seen, left);
    for (int from = 0; from < younger.length && !left.isEmpty(); from += BATCH) {
      int to = Math.min(younger.length, from + BATCH);
      List<Long> nids = Arrays.stream(younger, from, to).boxed().toList();
      Set<EventId> next = new HashSet<>();
      state.events(nids).values().forEach(stored -> next.add(keep(stored)));
      descend(next, oldest, seen, left);
    }
    Set<EventId> covered = new HashSet<>(candidates);
    covered.removeAll(left);
    return covered;
  }

  /// Strikes out what is met in auth chains, which are followed no further down than needed.
  private void descend(Set<EventId> from, long oldest, Set<EventId> seen, Set<EventId> left) {
    Set<EventId> generation = from;
    while (!generation.isEmpty() && !left.isEmpty()) {
      left.removeAll(generation);
      Set<EventId> wanted = new HashSet<>();
      for (EventId id : generation) {
        if (seen.add(id) && found(id).order > oldest) {
          wanted.addAll(found(id).event.authEvents());
        }
      }
      wanted.removeAll(seen);
      generation = new HashSet<>(events(wanted).keySet());
      generation.removeIf(id -> found(id).order < oldest);
    }
  }

  private EventId keep(StoredEvent stored) {
    Event event = stored.event();
    known.putIfAbsent(
        event.id(),
        new Known(
            event, EventRef.stored(stored.nid()), stored.nid(), stored.status().isRejected()));
    return event.id();
  }

  private Known found(EventId id) {
    Known event = known.get(id);
    if (event == null) {
      throw new IllegalArgumentException("the event " + id + " has not been read");
    }
    return event;
  }

  private long nid(StateRoot root, long keyNid) {
    EventRef ref = trie.get(root, keyNid);
    return ref == null || pending.containsKey(ref) ? 0 : ref.nid();
  }

  private Map<StateKey, EventId> branch(StateRoot root, Set<Long> conflicted) {
    Map<StateKey, EventId> branch = new HashMap<>();
    for (Long keyNid : conflicted) {
      EventRef ref = trie.get(root, keyNid);
      if (ref != null) {
        Event event = event(ref);
        keys.put(event.key(), keyNid);
        branch.put(event.key(), event.id());
      }
    }
    return branch;
  }

  private boolean isStored(EventRef ref) {
    return ref.nid() != 0 && !pending.containsKey(ref) && lane.apply(ref) == null;
  }

  private Event event(EventRef ref) {
    Event event = pending.get(ref);
    if (event == null) {
      event = lane.apply(ref);
      if (event != null) {
        pending.put(ref, event);
        known.putIfAbsent(event.id(), new Known(event, ref, next++, false));
      }
    }
    return event == null ? found(keep(state.event(ref.nid()))).event : event;
  }

  /// What all the states have in common, seen through one of them.
  private final class Common implements CommonState {
    private final StateRoot root;
    private final Set<Long> conflicted;
    private long @Nullable [] nids;

    Common(StateRoot root, Set<Long> conflicted) {
      this.root = root;
      this.conflicted = conflicted;
    }

    @Override
    public @Nullable EventId get(StateKey key) {
      EventRef ref = ref(key);
      return ref == null ? null : event(ref).id();
    }

    @Override
    public void forEach(BiConsumer<StateKey, EventId> visitor) {
      List<EventRef> entries = new ArrayList<>();
      trie.forEach(
          root,
          (keyNid, ref) -> {
            if (!conflicted.contains(keyNid)) {
              entries.add(ref);
            }
          });
      state.events(entries.stream().map(EventRef::nid).filter(nid -> nid != 0).toList());
      for (EventRef ref : entries) {
        Event event = event(ref);
        visitor.accept(event.key(), event.id());
      }
    }

    boolean holds(Known made) {
      return made.event.isState() && made.ref == ref(made.event.key());
    }

    /// The numbers of its stored events from one on, ascending. They stand in the leaves, so that
    /// no event is read for them.
    long[] nidsAfter(long oldest) {
      long[] all = nids;
      if (all == null) {
        List<Long> found = new ArrayList<>();
        trie.forEach(
            root,
            (keyNid, ref) -> {
              if (!conflicted.contains(keyNid) && isStored(ref)) {
                found.add(ref.nid());
              }
            });
        all = found.stream().mapToLong(Long::longValue).sorted().toArray();
        nids = all;
      }
      int at = Arrays.binarySearch(all, oldest);
      return Arrays.copyOfRange(all, at < 0 ? -at - 1 : at, all.length);
    }

    private @Nullable EventRef ref(StateKey key) {
      Long keyNid = state.find(List.of(key)).get(key);
      return keyNid == null || conflicted.contains(keyNid) ? null : trie.get(root, keyNid);
    }
  }
}
