package org.ashlar.room;

import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// Who asks something of rooms.
///
/// @param user the user
/// @param device the device's id, or null for a token without device
/// @param guest whether the user is a guest
public record Requester(UserId user, @Nullable String device, boolean guest) {
  /// The device as part of a transaction.
  ///
  /// @return the device's id, empty when there is none
  public String deviceOrEmpty() {
    return device == null ? "" : device;
  }
}
