package org.ashlar.account;

import java.time.Duration;

/// A secret that logs one more client in, once.
///
/// @param value the secret
/// @param expiresIn how long it is valid
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv1loginget_token Login
///   tokens
public record LoginToken(String value, Duration expiresIn) {
  /// Keeps the secret out of logs.
  @Override
  public String toString() {
    return "LoginToken[" + expiresIn + "]";
  }
}
