package org.ashlar.account;

import org.ashlar.base.id.DeviceId;
import org.jspecify.annotations.Nullable;

/// What a client wants its new session to be.
///
/// @param device the device to log in as, or null for a new one
/// @param displayName the name of a device that is new, or null
/// @param refreshToken whether the client can use refresh tokens
public record SessionRequest(
    @Nullable DeviceId device, @Nullable String displayName, boolean refreshToken) {
  /// Wishes for nothing.
  public static final SessionRequest ANY = new SessionRequest(null, null, false);
}
