package org.ashlar.account.core.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long tokens are valid; null stands for ever.
///
/// @param access of an access token that can be refreshed
/// @param refresh of a refresh token
/// @param lone of an access token that can not be refreshed
/// @param login of a login token, or null when there are none
public record SessionLifetimes(
    Duration access,
    @Nullable Duration refresh,
    @Nullable Duration lone,
    @Nullable Duration login) {
  /// Five minutes for what can be refreshed, for ever for everything else, no login tokens.
  public static final SessionLifetimes USUAL =
      new SessionLifetimes(Duration.ofMinutes(5), null, null, null);
}
