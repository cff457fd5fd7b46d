package org.ashlar.push;

import java.util.Collection;
import java.util.List;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.osgi.annotation.versioning.ProviderType;

/// Keeps checkpoints of unread counts. Swappable: reached through a gate; any thread. All methods
/// throw [org.ashlar.store.StoreException] when the database fails.
@ProviderType
public interface CheckpointStore {
  /// The checkpoints of a reader.
  ///
  /// @param reader the reader
  /// @param rooms in which rooms
  /// @return each that exists
  List<Checkpoint> checkpoints(UserId reader, Collection<RoomId> rooms);

  /// Replaces checkpoints in one commit. One that has not been counted further than what is kept
  /// changes nothing.
  ///
  /// @param reader whose
  /// @param checkpoints one for each room
  void write(UserId reader, List<Checkpoint> checkpoints);
}
