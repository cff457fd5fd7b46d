package org.ashlar.base.limit;

/// A token bucket's measure.
///
/// @param perSecond calls per second in the long run, positive
/// @param burst calls at once after a pause, at least 1
public record Limit(double perSecond, double burst) {
  /// @throws IllegalArgumentException when nothing could ever pass
  public Limit {
    if (!(perSecond > 0) || !(burst >= 1)) {
      throw new IllegalArgumentException("no limit: " + perSecond + " per second, " + burst);
    }
  }
}
