package org.ashlar.base.context;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// Counts what a request or task uses. Every charge also goes to the parents. Any thread.
///
/// A finished meter refuses charges: they are counted as late by the [Ledger], so that nobody pays
/// for work that was done after the end, and nothing is lost.
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
    EXTENSIONS,
    /// Time waited for the lane of a room.
    LANE_WAIT,
    /// Time waited until what was appended is durable.
    COMMIT_WAIT,
    /// Time waited for what somebody else was already loading.
    SHARED_WAIT,
    /// Time waited for something to happen, as the client wished: a long poll.
    IDLE,
    /// CPU time of heavy sections.
    CPU;

    private static final Set<Charge> COUNTS =
        EnumSet.of(STATEMENTS, ROWS, BYTES_IN, BYTES_OUT, EVENTS_READ, EVENTS_WRITTEN);

    /// Whether amounts are times.
    ///
    /// @return true for nanoseconds, false for a count
    public boolean isTime() {
      return !COUNTS.contains(this);
    }
  }

  private static final Charge[] CHARGES = Charge.values();

  private final @Nullable Meter parent;
  private final Ledger ledger;
  private final AtomicLongArray amounts = new AtomicLongArray(CHARGES.length);
  private volatile @Nullable Bill bill;

  Meter(@Nullable Meter parent, Ledger ledger) {
    this.parent = parent;
    this.ledger = ledger;
  }

  /// Charges an amount to this meter and its parents.
  ///
  /// @param charge what is charged
  /// @param amount nanoseconds or a count, 0 or more
  public void add(Charge charge, long amount) {
    if (bill != null) {
      ledger.late(charge, amount);
      return;
    }
    for (Meter meter = this; meter != null; meter = meter.parent) {
      meter.take(charge, amount);
    }
  }

  /// Moves a part of what this meter was charged to another one: whoever works for several bills
  /// each of them its share. It is never late: who has ended meanwhile is billed nothing, and the
  /// part stays here.
  ///
  /// @param other whom it was done for
  /// @param charge what is moved
  /// @param amount nanoseconds or a count, 0 or more, at most what was charged here
  /// @return false when the other one has ended and nothing was moved
  public boolean move(Meter other, Charge charge, long amount) {
    if (!other.addIfOpen(charge, amount)) {
      return false;
    }
    add(charge, -amount);
    return true;
  }

  /// Adds, unless this meter or one of its parents has ended; none of them ends meanwhile.
  private synchronized boolean addIfOpen(Charge charge, long amount) {
    if (bill != null || (parent != null && !parent.addIfOpen(charge, amount))) {
      return false;
    }
    amounts.addAndGet(charge.ordinal(), amount);
    return true;
  }

  /// What has been charged so far, or was when it was finished.
  ///
  /// @param charge which
  /// @return nanoseconds or a count
  public long get(Charge charge) {
    Bill last = bill;
    return last == null ? amounts.get(charge.ordinal()) : last.get(charge);
  }

  /// What has been charged so far, or was when it was finished.
  Bill bill() {
    Bill last = bill;
    return last == null ? new Bill(amounts()) : last;
  }

  private long[] amounts() {
    long[] copy = new long[CHARGES.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = amounts.get(i);
    }
    return copy;
  }

  /// Ends it. Repeating that changes nothing.
  ///
  /// @return what was charged
  synchronized Bill finish() {
    Bill last = bill;
    if (last != null) {
      return last;
    }
    long[] copy = amounts();
    last = new Bill(copy);
    bill = last;
    for (int i = 0; i < copy.length; i++) {
      long rest = amounts.addAndGet(i, -copy[i]);
      if (rest != 0) {
        settleRest(CHARGES[i]);
      }
    }
    return last;
  }

  /// Who added while the end came pays late: each unit is in the bill or late, never both.
  private void take(Charge charge, long amount) {
    amounts.addAndGet(charge.ordinal(), amount);
    if (bill != null) {
      settleRest(charge);
    }
  }

  /// Only what no parent has taken as well is late.
  private void settleRest(Charge charge) {
    if (parent == null) {
      long rest = amounts.getAndSet(charge.ordinal(), 0);
      if (rest != 0) {
        ledger.late(charge, rest);
      }
    }
  }
}
