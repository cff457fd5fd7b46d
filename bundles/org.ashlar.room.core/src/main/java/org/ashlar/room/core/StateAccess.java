package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.gate.Gate;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.Requester;
import org.ashlar.state.EventRef;
import org.ashlar.state.PlacementKey;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.EventStore;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Reads room state from the store, with bounded caches of what never changes: nodes, events and
/// the numbers of state keys.
final class StateAccess {
  private static final long NODE_BYTES = 32L << 20;
  private static final long EVENT_BYTES = 48L << 20;
  private static final int KEYS = 100_000;
  private static final int OBJECT_COST = 600;
  private static final int PARSED_FACTOR = 4;

  private final Gate<EventStore> store;
  private final BoundedCache<NodeId, byte[]> nodes =
      new BoundedCache<>("state_nodes", NODE_BYTES, bytes -> bytes.length + OBJECT_COST / 4);
  private final BoundedCache<Long, StoredEvent> events =
      new BoundedCache<>(
          "state_events",
          EVENT_BYTES,
          event -> OBJECT_COST + PARSED_FACTOR * event.event().bytes().length);
  private final BoundedCache<StateKey, Long> keys = new BoundedCache<>("state_keys", KEYS);
  private final BoundedCache<Long, Boolean> members = new BoundedCache<>("state_members", KEYS);
  private final AtomicLong redactions = new AtomicLong();
  private volatile @Nullable PlacementKey placement;

  StateAccess(Gate<EventStore> store) {
    this.store = store;
  }

  /// The trie of a room.
  ///
  /// @param roomNid the room; 0 for one whose nodes are all in memory
  StateTrie trie(long roomNid) {
    return new StateTrie(placement(), missing -> nodes(roomNid, missing));
  }

  /// A trie that reads only what is at hand.
  StateTrie trie(StateBatch.Nodes nodes) {
    return new StateTrie(placement(), nodes::find);
  }

  /// A node that is kept, or null.
  byte @Nullable [] knownNode(long room, long node) {
    return nodes.get(new NodeId(room, node));
  }

  /// Reads nodes of several rooms at once, and keeps them.
  Map<Long, Map<Long, byte[]>> fetchNodes(Map<Long, ? extends Collection<Long>> wanted) {
    Map<Long, Map<Long, byte[]>> read = store.call(service -> service.stateNodes(wanted));
    read.forEach(
        (room, found) -> found.forEach((nid, bytes) -> nodes.put(new NodeId(room, nid), bytes)));
    return read;
  }

  /// Tells for numbers of state keys whether they are those of members.
  Map<Long, Boolean> areMembers(Collection<Long> keyNids) {
    Map<Long, Boolean> found = new HashMap<>();
    List<Long> missing = new ArrayList<>();
    for (Long nid : keyNids) {
      Boolean known = members.get(nid);
      if (known == null) {
        missing.add(nid);
      } else {
        found.put(nid, known);
      }
    }
    if (!missing.isEmpty()) {
      store
          .call(service -> service.stateKeys(missing))
          .forEach(
              (nid, key) -> {
                boolean member = key.type().equals(EventTypes.MEMBER);
                members.put(nid, member);
                found.put(nid, member);
              });
    }
    return found;
  }

  /// The number of a key, given now if it has none.
  long intern(StateKey key) {
    Long known = keys.get(key);
    if (known == null) {
      Map<StateKey, Long> found = store.call(service -> service.internStateKeys(List.of(key)));
      found.forEach(keys::put);
      known = found.get(key);
    }
    if (known == null) {
      throw new IllegalStateException("the store gave no number to " + key);
    }
    return known;
  }

  /// The numbers of the keys that have one.
  Map<StateKey, Long> find(Collection<StateKey> wanted) {
    Map<StateKey, Long> found = new HashMap<>();
    List<StateKey> missing = new ArrayList<>();
    for (StateKey key : wanted) {
      Long known = keys.get(key);
      if (known == null) {
        missing.add(key);
      } else {
        found.put(key, known);
      }
    }
    if (!missing.isEmpty()) {
      Map<StateKey, Long> read = store.call(service -> service.findStateKeys(missing));
      read.forEach(keys::put);
      found.putAll(read);
    }
    return found;
  }

  /// The transaction ids under which the reader's device sent events.
  Map<Long, String> transactionIds(Requester reader, Collection<Long> nids) {
    String device = reader.deviceOrEmpty();
    return store.call(service -> service.transactionIds(reader.user(), device, nids));
  }

  /// Stored events by number.
  Map<Long, StoredEvent> events(Collection<Long> nids) {
    Map<Long, StoredEvent> found = new HashMap<>();
    List<Long> missing = new ArrayList<>();
    for (Long nid : nids) {
      StoredEvent known = events.get(nid);
      if (known == null) {
        missing.add(nid);
      } else {
        found.put(nid, known);
      }
    }
    if (!missing.isEmpty()) {
      long seen = redactions.get();
      Map<Long, StoredEvent> read = store.call(service -> service.eventsByNid(missing));
      read.forEach(events::put);
      if (redactions.get() != seen) {
        read.keySet().forEach(events::remove);
      }
      found.putAll(read);
    }
    return found;
  }

  /// Forgets events that have lost their content, also those that are being read now.
  void redacted(Collection<Long> nids) {
    redactions.incrementAndGet();
    nids.forEach(events::remove);
  }

  /// A stored event.
  StoredEvent event(long nid) {
    StoredEvent event = events(List.of(nid)).get(nid);
    if (event == null) {
      throw new IllegalStateException("event " + nid + " is missing in the store");
    }
    return event;
  }

  /// The event of a key in a stored state.
  @Nullable StoredEvent stateEvent(long roomNid, long root, StateKey key) {
    Long keyNid = find(List.of(key)).get(key);
    if (keyNid == null) {
      return null;
    }
    EventRef ref = trie(roomNid).get(StateRoot.stored(root), keyNid);
    return ref == null ? null : event(ref.nid());
  }

  private PlacementKey placement() {
    PlacementKey known = placement;
    if (known == null) {
      known = store.call(EventStore::placementKey);
      placement = known;
    }
    return known;
  }

  private Map<Long, byte[]> nodes(long roomNid, Collection<Long> wanted) {
    Map<Long, byte[]> found = new HashMap<>();
    List<Long> missing = new ArrayList<>();
    for (Long nid : wanted) {
      byte[] known = nodes.get(new NodeId(roomNid, nid));
      if (known == null) {
        missing.add(nid);
      } else {
        found.put(nid, known);
      }
    }
    if (!missing.isEmpty()) {
      Map<Long, byte[]> read = store.call(service -> service.stateNodes(roomNid, missing));
      read.forEach((nid, bytes) -> nodes.put(new NodeId(roomNid, nid), bytes));
      found.putAll(read);
    }
    return found;
  }

  private record NodeId(long room, long node) {}
}
