package org.ashlar.stream;

import java.util.Set;

/// What [SyncService#sync] found.
public sealed interface SyncOutcome {
  /// There is an answer.
  ///
  /// @param body the body of the answer, a JSON object in UTF-8; must not be changed
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(byte[] body) implements SyncOutcome {}

  /// There is nothing new.
  ///
  /// @param keys what to wait for, as the hub wakes it
  /// @param resume to be given as [SyncRequest#resume] when it is asked again
  record Waiting(Set<String> keys, String resume) implements SyncOutcome {
    /// Copies the keys.
    public Waiting {
      keys = Set.copyOf(keys);
    }
  }
}
