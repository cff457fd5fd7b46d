package org.ashlar.account.core.password;

/// What hashing a password costs: more makes guessing dearer, and each login as well.
///
/// @param memoryKib the memory of one hash in KiB, 8 or more
/// @param iterations passes over the memory, 1 or more
/// @param atOnce hashes that are computed at the same time, 1 or more; others wait
public record HashCost(int memoryKib, int iterations, int atOnce) {
  /// Keeps the values in their ranges.
  public HashCost {
    memoryKib = Math.max(8, memoryKib);
    iterations = Math.max(1, iterations);
    atOnce = Math.max(1, atOnce);
  }
}
