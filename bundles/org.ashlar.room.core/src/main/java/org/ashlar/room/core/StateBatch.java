package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.event.StateKey;
import org.ashlar.room.StateQuery;
import org.ashlar.room.StateQuery.Scope;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Reads many states at once: the nodes of all of them level by level, then their events. The
/// number of reads follows the depth of the deepest trie, not the number of states.
final class StateBatch {
  private final StateAccess access;

  StateBatch(StateAccess access) {
    this.access = access;
  }

  /// The events of each query, in their order.
  List<Map<StateKey, StoredEvent>> read(List<StateQuery> queries) {
    if (queries.isEmpty()) {
      return List.of();
    }
    List<Read> reads = reads(queries);
    loadNodes(reads);
    List<Set<Long>> events = events(reads);
    Set<Long> all = new HashSet<>();
    events.forEach(all::addAll);
    Map<Long, StoredEvent> stored = access.events(all);
    List<Map<StateKey, StoredEvent>> found = new ArrayList<>();
    for (Set<Long> nids : events) {
      Map<StateKey, StoredEvent> byKey = HashMap.newHashMap(nids.size());
      for (Long nid : nids) {
        StoredEvent event = stored.get(nid);
        if (event != null) {
          byKey.put(event.event().key(), event);
        }
      }
      found.add(byKey);
    }
    return found;
  }

  private List<Read> reads(List<StateQuery> queries) {
    Set<StateKey> keys = new HashSet<>();
    queries.forEach(query -> keys.addAll(query.keys()));
    Map<StateKey, Long> numbers = access.find(keys);
    Map<Long, Nodes> rooms = new HashMap<>();
    List<Read> reads = new ArrayList<>();
    for (StateQuery query : queries) {
      Nodes nodes =
          rooms.computeIfAbsent(query.roomNid(), room -> new Nodes(access, room, new HashMap<>()));
      Set<Long> wanted = new HashSet<>();
      for (StateKey key : query.keys()) {
        Long number = numbers.get(key);
        if (number != null) {
          wanted.add(number);
        }
      }
      reads.add(
          new Read(
              nodes, access.trie(nodes), StateRoot.stored(query.root()), query.scope(), wanted));
    }
    return reads;
  }

  private void loadNodes(List<Read> reads) {
    List<Read> left = reads;
    while (!left.isEmpty()) {
      Map<Long, Set<Long>> missing = new HashMap<>();
      List<Read> waiting = new ArrayList<>();
      for (Read read : left) {
        Set<Long> nodes = read.trie().missing(read.root(), read.path());
        if (!nodes.isEmpty()) {
          missing.computeIfAbsent(read.nodes().room(), _ -> new HashSet<>()).addAll(nodes);
          waiting.add(read);
        }
      }
      fetch(missing, waiting);
      left = waiting;
    }
  }

  private void fetch(Map<Long, Set<Long>> missing, List<Read> waiting) {
    if (missing.isEmpty()) {
      return;
    }
    Map<Long, Map<Long, byte[]>> fetched = access.fetchNodes(missing);
    Map<Long, Nodes> rooms = new HashMap<>();
    waiting.forEach(read -> rooms.put(read.nodes().room(), read.nodes()));
    missing.forEach(
        (room, nids) -> {
          Map<Long, byte[]> found = fetched.getOrDefault(room, Map.of());
          Nodes nodes = rooms.get(room);
          if (nodes == null || !found.keySet().containsAll(nids)) {
            throw new IllegalStateException("state nodes of room " + room + " are missing");
          }
          nodes.fetched().putAll(found);
        });
  }

  private List<Set<Long>> events(List<Read> reads) {
    List<Map<Long, Long>> entries = new ArrayList<>();
    Set<Long> unknown = new HashSet<>();
    for (Read read : reads) {
      Map<Long, Long> found = entries(read);
      if (read.scope() == Scope.NON_MEMBERS) {
        unknown.addAll(found.keySet());
      }
      entries.add(found);
    }
    Map<Long, Boolean> members = access.areMembers(unknown);
    List<Set<Long>> events = new ArrayList<>();
    for (int i = 0; i < reads.size(); i++) {
      Read read = reads.get(i);
      Set<Long> nids = new HashSet<>();
      entries
          .get(i)
          .forEach(
              (key, event) -> {
                boolean leftOut =
                    read.scope() == Scope.NON_MEMBERS
                        && !read.keys().contains(key)
                        && members.getOrDefault(key, false);
                if (!leftOut) {
                  nids.add(event);
                }
              });
      events.add(nids);
    }
    return events;
  }

  private static Map<Long, Long> entries(Read read) {
    Map<Long, Long> entries = new HashMap<>();
    if (read.scope() != Scope.KEYS) {
      read.trie().forEach(read.root(), (key, event) -> entries.put(key, event.nid()));
      return entries;
    }
    for (Long key : read.keys()) {
      EventRef event = read.trie().get(read.root(), key);
      if (event != null) {
        entries.put(key, event.nid());
      }
    }
    return entries;
  }

  /// The nodes of a room that are at hand.
  record Nodes(StateAccess access, long room, Map<Long, byte[]> fetched) {
    Map<Long, byte[]> find(Collection<Long> nids) {
      Map<Long, byte[]> found = new HashMap<>();
      for (Long nid : nids) {
        byte[] bytes = fetched.get(nid);
        byte[] known = bytes == null ? access.knownNode(room, nid) : bytes;
        if (known != null) {
          found.put(nid, known);
        }
      }
      return found;
    }
  }

  /// One state being read.
  private record Read(Nodes nodes, StateTrie trie, StateRoot root, Scope scope, Set<Long> keys) {
    /// The keys whose nodes are needed; null for all nodes.
    @Nullable Set<Long> path() {
      return scope == Scope.KEYS ? keys : null;
    }
  }
}
