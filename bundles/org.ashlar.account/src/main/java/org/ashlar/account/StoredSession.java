package org.ashlar.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An access token as the store keeps it.
///
/// @param caller whose it is, with the account's present status
/// @param expires when it ends, or null for never
/// @param unused whether it came from a refresh and the tokens that it replaces are still valid
public record StoredSession(Caller caller, @Nullable Instant expires, boolean unused) {}
