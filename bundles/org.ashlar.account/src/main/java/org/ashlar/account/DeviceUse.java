package org.ashlar.account;

import java.time.Instant;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;

/// A device that was used.
///
/// @param user whose it is
/// @param device its id
/// @param address from where
/// @param when when
public record DeviceUse(UserId user, DeviceId device, String address, Instant when) {}
