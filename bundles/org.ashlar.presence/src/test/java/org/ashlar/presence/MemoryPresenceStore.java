package org.ashlar.presence;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Position;
import org.ashlar.store.StoreException;

/// Presence in memory, for tests of what stands on a store. Can be told to fail.
public final class MemoryPresenceStore implements PresenceStore {
  private final Map<UserId, PresenceStatus> rows = new HashMap<>();
  private long position;
  private boolean failing;
  private int writes;
  private int rowsRead;
  private int reads;

  /// Writes fail, or do no longer.
  public synchronized void failing(boolean value) {
    failing = value;
  }

  /// How often something was written.
  public synchronized int writes() {
    return writes;
  }

  /// How often something was read.
  public synchronized int reads() {
    return reads;
  }

  /// How many rows were read so far.
  public synchronized int rowsRead() {
    return rowsRead;
  }

  @Override
  public synchronized Position write(List<PresenceStatus> changes) {
    if (failing) {
      throw new StoreException("told to fail", true);
    }
    writes++;
    for (PresenceStatus change : changes) {
      position++;
      rows.put(
          change.user(),
          new PresenceStatus(
              change.user(),
              change.state(),
              change.message(),
              change.lastActive(),
              new Position(1, position),
              change.profile()));
    }
    return position();
  }

  @Override
  public synchronized List<PresenceStatus> of(Collection<UserId> users) {
    return select(row -> users.contains(row.user()));
  }

  @Override
  public synchronized List<PresenceStatus> since(Position after, Position upTo) {
    return select(
        row ->
            row.position().number() > after.number() && row.position().number() <= upTo.number());
  }

  @Override
  public synchronized List<PresenceStatus> present() {
    return select(row -> row.state() != PresenceState.OFFLINE);
  }

  @Override
  public synchronized Position position() {
    return new Position(1, position);
  }

  private List<PresenceStatus> select(Predicate<PresenceStatus> wanted) {
    List<PresenceStatus> found =
        rows.values().stream()
            .filter(wanted)
            .sorted(Comparator.comparing(PresenceStatus::position))
            .toList();
    reads++;
    rowsRead += found.size();
    return found;
  }
}
