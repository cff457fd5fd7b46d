package org.ashlar.store;

import org.jspecify.annotations.Nullable;

/// What became of an [Append].
public sealed interface AppendResult {
  /// It is durable. The numbers are in its references.
  ///
  /// @param first the position of its first event
  /// @param last the position of its last event
  /// @param completed the position in the stream of rooms whose state became known in full; null
  ///   when the append did not complete its room
  record Stored(Position first, Position last, @Nullable Position completed)
      implements AppendResult {
    /// The room was not completed by it.
    ///
    /// @param first the position of its first event
    /// @param last the position of its last event
    public Stored(Position first, Position last) {
      this(first, last, null);
    }
  }

  /// It is not stored, now or later.
  ///
  /// @param reason a sentence
  /// @param retryable whether a new append of the same may succeed
  record Failed(String reason, boolean retryable) implements AppendResult {}
}
