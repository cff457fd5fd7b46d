package org.ashlar.base.limit;

/// A token bucket's measure, in the bounds of the configuration.
///
/// @param perSecond calls per second in the long run, from 0.001 to 100,000
/// @param burst calls at once after a pause, from 1 to 100,000
public record Limit(double perSecond, double burst) {
  private static final double SLOWEST = 0.001;
  private static final double MOST = 100_000;

  /// @throws IllegalArgumentException when a number is not within its bounds
  public Limit {
    if (!(perSecond >= SLOWEST && perSecond <= MOST && burst >= 1 && burst <= MOST)) {
      throw new IllegalArgumentException("no limit: " + perSecond + " per second, " + burst);
    }
  }
}
