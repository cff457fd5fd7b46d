package org.ashlar.state;

/// A digest of a whole state: the sum of a keyed hash of each entry. Equal states have equal
/// digests, in whatever order they came about; different ones differ but for a chance of 2^-128
/// that nobody without the installation's secret can improve.
///
/// @param high the high 64 bits
/// @param low the low 64 bits
public record Digest(long high, long low) {
  /// The digest of the empty state.
  public static final Digest EMPTY = new Digest(0, 0);

  Digest plus(Digest entry) {
    return new Digest(high + entry.high, low + entry.low);
  }

  Digest minus(Digest entry) {
    return new Digest(high - entry.high, low - entry.low);
  }
}
