package org.ashlar.base.context;

import org.ashlar.base.context.Meter.Charge;

/// What a finished request or task has used. Immutable; any thread.
public final class Bill {
  private final long[] amounts;

  Bill(long[] amounts) {
    this.amounts = amounts;
  }

  /// The amount of one kind.
  ///
  /// @param charge which
  /// @return nanoseconds or a count
  public long get(Charge charge) {
    return amounts[charge.ordinal()];
  }
}
