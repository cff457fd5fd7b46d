package org.ashlar.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An access token as the store keeps it.
///
/// @param caller whose it is, with the account's present status
/// @param expires when it ends, or null for never
public record StoredSession(Caller caller, @Nullable Instant expires) {}
