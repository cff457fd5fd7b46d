package org.ashlar.directory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;

/// Aliases in memory, for tests of what stands on a store.
public final class MemoryDirectoryStore implements DirectoryStore {
  private final Map<String, StoredAlias> aliases = new TreeMap<>();

  @Override
  public synchronized boolean createAlias(StoredAlias alias) {
    return aliases.putIfAbsent(alias.alias().value(), alias) == null;
  }

  @Override
  public synchronized Optional<StoredAlias> alias(RoomAlias alias) {
    return Optional.ofNullable(aliases.get(alias.value()));
  }

  @Override
  public synchronized boolean deleteAlias(RoomAlias alias, RoomId room) {
    StoredAlias known = aliases.get(alias.value());
    return known != null && known.room().equals(room) && aliases.remove(alias.value()) != null;
  }

  @Override
  public synchronized List<RoomAlias> aliasesOf(RoomId room) {
    return aliases.values().stream()
        .filter(alias -> alias.room().equals(room))
        .map(StoredAlias::alias)
        .toList();
  }

  @Override
  public synchronized List<RoomAlias> moveAliases(RoomId from, RoomId to) {
    List<RoomAlias> moved = aliasesOf(from);
    moved.forEach(
        alias ->
            aliases.computeIfPresent(
                alias.value(), (_, known) -> new StoredAlias(alias, to, known.creator())));
    return moved;
  }
}
