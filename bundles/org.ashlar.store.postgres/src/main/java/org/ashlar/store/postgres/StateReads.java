package org.ashlar.store.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.event.StateKey;
import org.ashlar.state.Digest;
import org.jspecify.annotations.Nullable;

/// Reads, and names, what states are made of. Any thread.
final class StateReads {
  private static final int REMEMBERED_KEYS = 20_000;

  private final Pool pool;
  private final BoundedCache<StateKey, Long> known =
      new BoundedCache<>("stored_state_keys", REMEMBERED_KEYS);

  StateReads(Pool pool) {
    this.pool = pool;
  }

  /// The numbers of keys. New ones are durable before they are told.
  Map<StateKey, Long> intern(Collection<StateKey> keys) {
    Map<StateKey, Long> found = find(keys);
    List<StateKey> missing =
        keys.stream().filter(key -> !found.containsKey(key)).distinct().toList();
    if (!missing.isEmpty()) {
      String[] types = types(missing);
      String[] names = names(missing);
      pool.<StateMapper, @Nullable Void>run(
          StateMapper.class,
          mapper -> {
            mapper.name(types, names);
            return null;
          });
      found.putAll(read(missing));
    }
    return found;
  }

  Map<StateKey, Long> find(Collection<StateKey> keys) {
    Map<StateKey, Long> found = HashMap.newHashMap(keys.size());
    for (StateKey key : keys) {
      Long nid = known.get(key);
      if (nid != null) {
        found.put(key, nid);
      }
    }
    List<StateKey> missing =
        keys.stream().filter(key -> !found.containsKey(key)).distinct().toList();
    if (!missing.isEmpty()) {
      found.putAll(read(missing));
    }
    return found;
  }

  Map<Long, StateKey> keys(Collection<Long> nids) {
    if (nids.isEmpty()) {
      return Map.of();
    }
    long[] numbers = RoomReads.numbers(nids);
    Map<Long, StateKey> found = HashMap.newHashMap(numbers.length);
    for (var row : pool.run(StateMapper.class, mapper -> mapper.keys(numbers))) {
      found.put(row.nid(), key(row));
    }
    return found;
  }

  Map<Long, byte[]> nodes(long roomNid, Collection<Long> nids) {
    if (nids.isEmpty()) {
      return Map.of();
    }
    long[] numbers = RoomReads.numbers(nids);
    Map<Long, byte[]> found = HashMap.newHashMap(numbers.length);
    for (var row : pool.run(StateMapper.class, mapper -> mapper.nodes(roomNid, numbers))) {
      found.put(row.nid(), row.bytes());
    }
    return found;
  }

  Map<Long, Map<Long, byte[]>> nodes(Map<Long, ? extends Collection<Long>> nids) {
    List<NodeId> wanted = new ArrayList<>();
    nids.forEach((room, nodes) -> nodes.forEach(node -> wanted.add(new NodeId(room, node))));
    if (wanted.isEmpty()) {
      return Map.of();
    }
    long[] rooms = Columns.longs(wanted, NodeId::roomNid);
    long[] nodes = Columns.longs(wanted, NodeId::nid);
    Map<Long, Map<Long, byte[]>> found = new HashMap<>();
    for (var row : pool.run(StateMapper.class, mapper -> mapper.nodesOfRooms(rooms, nodes))) {
      found.computeIfAbsent(row.roomNid(), _ -> new HashMap<>()).put(row.nid(), row.bytes());
    }
    return found;
  }

  private record NodeId(long roomNid, long nid) {}

  Optional<Long> root(long roomNid, Digest digest) {
    return Optional.ofNullable(
        pool.<StateMapper, @Nullable Long>run(
            StateMapper.class, mapper -> mapper.root(roomNid, digest.high(), digest.low())));
  }

  void remember(long roomNid, Digest digest, long rootNid) {
    pool.<StateMapper, @Nullable Void>run(
        StateMapper.class,
        mapper -> {
          mapper.remember(roomNid, digest.high(), digest.low(), rootNid);
          return null;
        });
  }

  private Map<StateKey, Long> read(List<StateKey> keys) {
    String[] types = types(keys);
    String[] names = names(keys);
    Map<StateKey, Long> found = HashMap.newHashMap(keys.size());
    for (var row : pool.run(StateMapper.class, mapper -> mapper.find(types, names))) {
      StateKey key = key(row);
      found.put(key, row.nid());
      known.put(key, row.nid());
    }
    return found;
  }

  private static StateKey key(StateMapper.KeyRow row) {
    return new StateKey(StoredText.decode(row.type()), StoredText.decode(row.key()));
  }

  private static String[] types(List<StateKey> keys) {
    return Columns.texts(keys, key -> StoredText.encode(key.type()));
  }

  private static String[] names(List<StateKey> keys) {
    return Columns.texts(keys, key -> StoredText.encode(key.key()));
  }
}
