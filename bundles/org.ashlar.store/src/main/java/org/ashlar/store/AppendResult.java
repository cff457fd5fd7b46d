package org.ashlar.store;

/// What became of an [Append].
public sealed interface AppendResult {
  /// It is durable. The numbers are in its references.
  ///
  /// @param first the position of its first event
  /// @param last the position of its last event
  record Stored(Position first, Position last) implements AppendResult {}

  /// It is not stored, now or later.
  ///
  /// @param reason a sentence
  /// @param retryable whether a new append of the same may succeed
  record Failed(String reason, boolean retryable) implements AppendResult {}
}
