package org.ashlar.account;

import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// A request that takes more than an access token: the person must show once more who it is.
///
/// @param operation what is to be done, with all parts of the path that say to what; an
///   authentication that was begun for it is good for nothing else
/// @param user whose token the client showed, or null for a client without one
/// @param body the whole body of the request, `auth` included
/// @spec https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api
///   User-interactive authentication
public record AuthRequest(String operation, @Nullable UserId user, JsonObject body) {
  /// Keeps secrets out of logs.
  @Override
  public String toString() {
    return "AuthRequest[" + operation + ", " + user + "]";
  }
}
