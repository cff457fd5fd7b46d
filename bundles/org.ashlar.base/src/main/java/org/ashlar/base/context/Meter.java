package org.ashlar.base.context;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// Counts what a request or task uses. Every charge also goes to the parents. Any thread.
public final class Meter {
  /// What can be charged; times in nanoseconds.
  public enum Charge {
    /// Time in the database.
    DATABASE_TIME,
    /// Time waited for a database connection.
    CONNECTION_WAIT,
    /// Statements sent.
    STATEMENTS,
    /// Rows read.
    ROWS,
    /// Bytes of the request's body.
    BYTES_IN,
    /// Bytes of the answer's body.
    BYTES_OUT,
    /// Events read from the store.
    EVENTS_READ,
    /// Events written to the store.
    EVENTS_WRITTEN,
    /// Time parked at a gate or at the intake.
    PARKED,
    /// Time in extensions.
    EXTENSIONS
  }

  private static final int KINDS = Charge.values().length;

  private final @Nullable Meter parent;
  private final AtomicLongArray amounts = new AtomicLongArray(KINDS);

  Meter(@Nullable Meter parent) {
    this.parent = parent;
  }

  /// Charges an amount to this meter and its parents.
  ///
  /// @param charge what is charged
  /// @param amount nanoseconds or a count, 0 or more
  public void add(Charge charge, long amount) {
    for (Meter meter = this; meter != null; meter = meter.parent) {
      meter.amounts.addAndGet(charge.ordinal(), amount);
    }
  }

  /// What has been charged so far.
  ///
  /// @param charge which
  /// @return nanoseconds or a count
  public long get(Charge charge) {
    return amounts.get(charge.ordinal());
  }
}
