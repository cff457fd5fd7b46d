package org.ashlar.room.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.StoreException;

/// Aliases in memory.
final class TestAliases implements Aliases {
  final Map<RoomAlias, RoomId> targets = new ConcurrentHashMap<>();
  final Set<RoomId> published = ConcurrentHashMap.newKeySet();

  /// Whether nothing can be moved.
  volatile boolean failing;

  @Override
  public Optional<RoomId> resolve(RoomAlias alias) {
    return Optional.ofNullable(targets.get(alias));
  }

  @Override
  public boolean claim(UserId creator, RoomAlias alias, RoomId room) {
    return targets.putIfAbsent(alias, room) == null;
  }

  @Override
  public void release(RoomAlias alias, RoomId room) {
    targets.remove(alias, room);
  }

  @Override
  public void publish(RoomId room) {
    published.add(room);
  }

  @Override
  public List<RoomAlias> move(RoomId from, RoomId to) {
    if (failing) {
      throw new StoreException("no directory", true);
    }
    List<RoomAlias> moved =
        targets.entrySet().stream()
            .filter(entry -> entry.getValue().equals(from))
            .map(Map.Entry::getKey)
            .sorted((left, right) -> left.value().compareTo(right.value()))
            .toList();
    moved.forEach(alias -> targets.put(alias, to));
    if (published.remove(from)) {
      published.add(to);
    }
    return moved;
  }
}
