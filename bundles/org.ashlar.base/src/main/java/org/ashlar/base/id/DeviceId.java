package org.ashlar.base.id;

/// A device of a user: opaque text, unique among the devices of that user.
///
/// @param value 1 to 512 characters
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#relationship-between-access-tokens-and-devices
///   Devices
public record DeviceId(String value) {
  /// @throws IllegalArgumentException when empty, or longer than 512 characters
  public DeviceId {
    if (value.isEmpty() || value.length() > 512) {
      throw new IllegalArgumentException("not a device id");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
