package org.ashlar.account;

/// What an access token turns out to be.
public sealed interface Authentication {
  /// It is valid.
  ///
  /// @param caller whose it is
  record Known(Caller caller) implements Authentication {}

  /// It is not, or no longer, valid.
  ///
  /// @param softLogout whether the client may log in again with the same device and keep its data
  record Unknown(boolean softLogout) implements Authentication {}
}
