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
public record NewSession(
    UserId user,
    DeviceId device,
    @Nullable String deviceName,
    SessionTokens tokens,
    Instant created) {}
