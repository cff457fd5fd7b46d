package org.ashlar.account;

import org.jspecify.annotations.Nullable;

/// A registration by somebody who knows the shared secret.
///
/// @param nonce from [Accounts#registrationNonce]
/// @param username the localpart
/// @param password the password
/// @param admin whether the user shall administer the server
/// @param userType a type that is part of the signature, or null
/// @param displayName the first display name, or null
/// @param mac the HMAC-SHA1 of nonce, user name, password, `admin` or `notadmin` and the type, if
///   there is one, with a zero byte between them, in hexadecimal
/// @param inhibitLogin whether no session is wanted
/// @param remoteAddress the client's address
public record SharedSecretRequest(
    String nonce,
    String username,
    String password,
    boolean admin,
    @Nullable String userType,
    @Nullable String displayName,
    String mac,
    boolean inhibitLogin,
    String remoteAddress) {
  /// Keeps secrets out of logs.
  @Override
  public String toString() {
    return "SharedSecretRequest[" + username + "]";
  }
}
