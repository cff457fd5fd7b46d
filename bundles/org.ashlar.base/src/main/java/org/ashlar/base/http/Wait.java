package org.ashlar.base.http;

import java.time.Duration;
import java.util.Set;

/// Says that there is nothing to answer yet. The connector keeps the request without a thread and
/// hands it to the endpoint of that time again, with the token: when one of the keys is woken, or
/// when the time is over.
///
/// Wake-ups since the endpoint was entered are not lost: they count as woken.
///
/// @param keys what to wait for, such as `room:!abc` or `user:@a:b`
/// @param limit how long from now, positive
/// @param resumeToken what [Request#resumeToken] will be; nothing but text survives the wait
public record Wait(Set<String> keys, Duration limit, String resumeToken) implements Outcome {
  /// Copies the keys.
  public Wait {
    keys = Set.copyOf(keys);
  }
}
