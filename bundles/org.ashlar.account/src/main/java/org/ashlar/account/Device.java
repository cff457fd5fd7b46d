package org.ashlar.account;

import java.time.Instant;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// A device of a user; it exists apart from its tokens.
///
/// @param user whose it is
/// @param id its id
/// @param displayName its name, or null
/// @param lastSeenAddress from where it was last used, or null
/// @param lastSeen when it was last used, or null; not to the second
public record Device(
    UserId user,
    DeviceId id,
    @Nullable String displayName,
    @Nullable String lastSeenAddress,
    @Nullable Instant lastSeen) {}
