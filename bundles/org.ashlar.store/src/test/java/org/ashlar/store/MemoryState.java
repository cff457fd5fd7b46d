package org.ashlar.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ashlar.event.StateKey;
import org.ashlar.state.Digest;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;

/// The states that a [MemoryEventStore] keeps: nodes and roots of each room, and all state keys.
final class MemoryState {
  private final Map<StateKey, Long> keys = new HashMap<>();
  private final Map<Node, byte[]> nodes = new HashMap<>();
  private final Map<Root, Long> roots = new HashMap<>();
  private long lastNode;

  private record Node(long roomNid, long nid) {}

  private record Root(long roomNid, Digest digest) {}

  /// Keeps the states of an append whose events and room have their numbers, or nothing of them.
  ///
  /// @return false when one of them refers to an event that has no number
  boolean store(Append append) {
    Map<Node, byte[]> added = new HashMap<>();
    long before = lastNode;
    try {
      for (NewEvent event : append.events()) {
        store(append.room(), event.before(), added);
        store(append.room(), event.after(), added);
      }
      for (Replacement each : replacements(append)) {
        store(append.room(), each.before(), added);
        store(append.room(), each.after(), added);
      }
      store(append.room(), append.current(), added);
    } catch (IllegalStateException e) {
      for (NewEvent event : append.events()) {
        StateTrie.unstore(event.before(), before + 1);
        StateTrie.unstore(event.after(), before + 1);
      }
      for (Replacement each : replacements(append)) {
        StateTrie.unstore(each.before(), before + 1);
        StateTrie.unstore(each.after(), before + 1);
      }
      StateTrie.unstore(append.current(), before + 1);
      return false;
    }
    nodes.putAll(added);
    return true;
  }

  private static List<Replacement> replacements(Append append) {
    PartialChange.Replace replaced = append.replaced();
    return replaced == null ? List.of() : replaced.events();
  }

  private void store(RoomRef room, StateRoot root, Map<Node, byte[]> added) {
    StateTrie.store(
        root, () -> ++lastNode, (nid, bytes) -> added.put(new Node(room.nid(), nid), bytes));
  }

  Map<StateKey, Long> intern(Collection<StateKey> wanted) {
    wanted.forEach(key -> keys.computeIfAbsent(key, _ -> keys.size() + 1L));
    return find(wanted);
  }

  Map<StateKey, Long> find(Collection<StateKey> wanted) {
    Map<StateKey, Long> found = new HashMap<>();
    for (StateKey key : wanted) {
      Long nid = keys.get(key);
      if (nid != null) {
        found.put(key, nid);
      }
    }
    return found;
  }

  Map<Long, StateKey> keys(Collection<Long> nids) {
    Map<Long, StateKey> found = new HashMap<>();
    keys.forEach(
        (key, nid) -> {
          if (nids.contains(nid)) {
            found.put(nid, key);
          }
        });
    return found;
  }

  Map<Long, byte[]> nodes(long roomNid, Collection<Long> nids) {
    Map<Long, byte[]> found = new HashMap<>();
    for (Long nid : nids) {
      byte[] bytes = nodes.get(new Node(roomNid, nid));
      if (bytes != null) {
        found.put(nid, bytes);
      }
    }
    return found;
  }

  Optional<Long> root(long roomNid, Digest digest) {
    return Optional.ofNullable(roots.get(new Root(roomNid, digest)));
  }

  void remember(long roomNid, Digest digest, long rootNid) {
    roots.putIfAbsent(new Root(roomNid, digest), rootNid);
  }
}
