package org.ashlar.push;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;

/// Checkpoints in a map, for tests.
public final class MemoryCheckpointStore implements CheckpointStore {
  private final Map<List<Object>, Checkpoint> checkpoints = new HashMap<>();

  @Override
  public synchronized List<Checkpoint> checkpoints(UserId reader, Collection<RoomId> rooms) {
    return rooms.stream()
        .distinct()
        .map(room -> checkpoints.get(List.of(reader, room)))
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public synchronized void write(UserId reader, List<Checkpoint> written) {
    for (Checkpoint checkpoint : written) {
      checkpoints.merge(
          List.of(reader, checkpoint.room()),
          checkpoint,
          (old, next) -> next.countedTo() > old.countedTo() ? next : old);
    }
  }
}
