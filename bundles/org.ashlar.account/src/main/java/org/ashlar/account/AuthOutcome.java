package org.ashlar.account;

import org.ashlar.base.id.UserId;

/// What became of a user-interactive authentication.
public sealed interface AuthOutcome {
  /// All stages are done: the operation may go on, once.
  ///
  /// @param user who it is
  record Authorized(UserId user) implements AuthOutcome {}

  /// More stages are needed.
  ///
  /// @param challenge which
  record Challenged(AuthChallenge challenge) implements AuthOutcome {}
}
