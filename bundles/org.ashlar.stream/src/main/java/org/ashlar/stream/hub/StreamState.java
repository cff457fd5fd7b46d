package org.ashlar.stream.hub;

import java.util.Collection;
import java.util.Optional;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;

/// Where one stream stands and what changed in it. Keys are noted before the position moves, so a
/// reader who has seen a position finds all that belongs to it.
final class StreamState {
  private final ChangeCache changes;
  private volatile @Nullable Position position;

  StreamState(int generationSize) {
    changes = new ChangeCache(generationSize);
  }

  Optional<Position> position() {
    return Optional.ofNullable(position);
  }

  /// Tells whether the stream moved.
  synchronized boolean start(Position start) {
    Position now = position;
    if (now != null && start.compareTo(now) <= 0) {
      return false;
    }
    changes.restart(start);
    position = start;
    return true;
  }

  boolean isNew(Position change) {
    Position now = position;
    return now == null || change.compareTo(now) > 0;
  }

  /// Says that something up to a position may have changed for any key.
  synchronized void forget(Position upTo) {
    changes.restart(upTo);
  }

  synchronized void note(Collection<String> keys, Position change) {
    Position now = position;
    if (now == null || now.writer() != change.writer()) {
      changes.restart(new Position(change.writer(), change.number() - 1));
    }
    for (String key : keys) {
      changes.put(key, change.number());
    }
  }

  synchronized void moveTo(Position end) {
    Position now = position;
    if (now == null || end.compareTo(now) > 0) {
      position = end;
    }
  }

  boolean changedSince(String key, Position after) {
    return position == null || changes.changedSince(key, after);
  }

  long last(String key) {
    return changes.last(key);
  }
}
