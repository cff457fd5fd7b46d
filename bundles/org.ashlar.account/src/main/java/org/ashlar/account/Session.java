package org.ashlar.account;

import java.time.Duration;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// A session that has just begun. The only place where an access token is seen in full.
///
/// @param user whose it is
/// @param device its device
/// @param accessToken the secret that the client sends from now on
/// @param refreshToken the secret for a new access token, or null when it is not needed
/// @param expiresIn how long the access token is valid, or null for ever
public record Session(
    UserId user,
    DeviceId device,
    String accessToken,
    @Nullable String refreshToken,
    @Nullable Duration expiresIn) {
  /// Keeps secrets out of logs.
  @Override
  public String toString() {
    return "Session[" + user + ", " + device + "]";
  }
}
