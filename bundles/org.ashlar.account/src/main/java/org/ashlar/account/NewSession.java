package org.ashlar.account;

import java.time.Instant;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// A session to be opened.
///
/// @param user whose it is; the account exists
/// @param device its device, made if it is not there
/// @param deviceName the name of a new device, or null
/// @param tokens its secrets
/// @param created now
/// @param address from where it is opened, or null when that is not known
public record NewSession(
    UserId user,
    DeviceId device,
    @Nullable String deviceName,
    SessionTokens tokens,
    Instant created,
    @Nullable String address) {
  /// A session that is opened from nowhere in particular.
  ///
  /// @param user whose it is; the account exists
  /// @param device its device, made if it is not there
  /// @param deviceName the name of a new device, or null
  /// @param tokens its secrets
  /// @param created now
  public NewSession(
      UserId user,
      DeviceId device,
      @Nullable String deviceName,
      SessionTokens tokens,
      Instant created) {
    this(user, device, deviceName, tokens, created, null);
  }

  /// The same session, opened from somewhere.
  ///
  /// @param from the client's address, or null when that is not known
  /// @return the session
  public NewSession from(@Nullable String from) {
    return new NewSession(user, device, deviceName, tokens, created, from);
  }
}
