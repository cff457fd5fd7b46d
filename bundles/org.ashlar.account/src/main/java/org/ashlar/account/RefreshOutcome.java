package org.ashlar.account;

/// What became of a refresh token.
public sealed interface RefreshOutcome {
  /// It was good.
  ///
  /// @param session the session with new tokens; the old ones end when one of these is first used
  record Refreshed(Session session) implements RefreshOutcome {}

  /// It is not, or no longer, valid: the client may log in again with the same device.
  record Unknown() implements RefreshOutcome {}

  /// The account is locked.
  record Locked() implements RefreshOutcome {}
}
