package org.ashlar.account;

import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// A new password.
///
/// @param user whose
/// @param password the password
/// @param logoutOthers whether all other devices are removed
/// @param keep the device that stays in that case, or null for none
public record PasswordChange(
    UserId user, String password, boolean logoutOthers, @Nullable DeviceId keep) {
  /// Keeps secrets out of logs.
  @Override
  public String toString() {
    return "PasswordChange[" + user + "]";
  }
}
