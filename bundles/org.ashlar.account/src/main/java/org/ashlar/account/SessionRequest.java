package org.ashlar.account;

import org.ashlar.base.id.DeviceId;
import org.jspecify.annotations.Nullable;

/// What a client wants its new session to be.
///
/// @param device the device to log in as, or null for a new one
/// @param displayName the name of a device that is new, or null
/// @param refreshToken whether the client can use refresh tokens
/// @param address the client's address, or null when there is none
public record SessionRequest(
    @Nullable DeviceId device,
    @Nullable String displayName,
    boolean refreshToken,
    @Nullable String address) {
  /// Wishes for nothing.
  public static final SessionRequest ANY = new SessionRequest(null, null, false);

  /// A wish without address.
  ///
  /// @param device the device to log in as, or null for a new one
  /// @param displayName the name of a device that is new, or null
  /// @param refreshToken whether the client can use refresh tokens
  public SessionRequest(
      @Nullable DeviceId device, @Nullable String displayName, boolean refreshToken) {
    this(device, displayName, refreshToken, null);
  }

  /// The same wish of a client whose address is known.
  ///
  /// @param from the client's address
  /// @return the wish
  public SessionRequest from(String from) {
    return new SessionRequest(device, displayName, refreshToken, from);
  }
}
