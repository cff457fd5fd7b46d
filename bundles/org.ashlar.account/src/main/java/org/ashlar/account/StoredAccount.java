package org.ashlar.account;

import java.time.Instant;
import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// An account as the store keeps it.
///
/// @param user its user
/// @param kind what kind of account it is
/// @param admin whether it administers the server
/// @param status whether and how far it may be used
/// @param passwordHash the encoded hash of the password, or null when it has none
/// @param userType a type that the operator gave it, or null
/// @param created when it was made
public record StoredAccount(
    UserId user,
    Caller.Kind kind,
    boolean admin,
    Caller.Status status,
    @Nullable String passwordHash,
    @Nullable String userType,
    Instant created) {
  /// Keeps secrets out of logs.
  @Override
  public String toString() {
    return "StoredAccount[" + user + ", " + kind + ", " + status + "]";
  }
}
