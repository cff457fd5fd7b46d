package org.ashlar.account;

/// What became of a login.
public sealed interface LoginOutcome {
  /// It succeeded.
  ///
  /// @param session the new session
  record LoggedIn(Session session) implements LoginOutcome {}

  /// There is no such user, or the password or token is wrong: a client must not learn which.
  record WrongCredentials() implements LoginOutcome {}

  /// The password or token is right, or no longer kept, but the account can not be used.
  ///
  /// @param status [Caller.Status#DEACTIVATED] or [Caller.Status#LOCKED]
  record Closed(Caller.Status status) implements LoginOutcome {}
}
