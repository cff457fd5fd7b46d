package org.ashlar.account;

import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What a client that registers wants.
///
/// @param username the localpart, or null to have one made
/// @param password the password, or null for none
/// @param session what its first session shall be
/// @param inhibitLogin whether no session is wanted
/// @param guestToken the access token of the guest who becomes this user, or null
/// @param auth the stage of user-interactive authentication that is tried, or null
/// @param remoteAddress the client's address
public record RegistrationRequest(
    @Nullable String username,
    @Nullable String password,
    SessionRequest session,
    boolean inhibitLogin,
    @Nullable String guestToken,
    @Nullable JsonObject auth,
    String remoteAddress) {
  /// Keeps secrets out of logs.
  @Override
  public String toString() {
    return "RegistrationRequest[" + username + "]";
  }
}
