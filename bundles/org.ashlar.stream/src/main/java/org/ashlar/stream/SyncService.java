package org.ashlar.stream;

import org.osgi.annotation.versioning.ProviderType;

/// Answers `/sync`. Swappable: reached through a gate; any thread. Never blocks to wait for events.
///
/// For each room the reader is in, what the client has after applying `state` and `timeline` in
/// this order to what it had at `since` is the room's state at the end of the timeline. Repeating a
/// request with the same `since` loses nothing.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync Sync
@ProviderType
public interface SyncService {
  /// What is new for a reader.
  ///
  /// @param request who asks, since when, and how
  /// @return the answer, or what to wait for
  /// @throws org.ashlar.base.error.MatrixException 400 for a token that is malformed or of the
  ///   future, or a filter that is none
  SyncOutcome sync(SyncRequest request);

  /// The version of this service.
  ///
  /// @return its bundle's version
  String revision();
}
