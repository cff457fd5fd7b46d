package org.ashlar.base.limit;

import java.time.Duration;

/// How often somebody was refused since its bucket was last full.
///
/// @param rateClass by which class
/// @param subject who: a user id, an address or its network, a room id
/// @param count how often, at least 1
/// @param since how long ago the last time
public record Refusals(RateClass rateClass, String subject, long count, Duration since) {}
