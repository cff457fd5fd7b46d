package org.ashlar.base.gate;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// The valve in front of all work. While it is closed, requests wait before their body is read and
/// tasks wait before they begin; nothing that is under way is held back. Any thread.
public final class Intake {
  /// What became of an attempt to pass.
  public enum Passage {
    /// Begin; call [Intake#leave] at the end.
    PASSED,
    /// Wait; the action given is run when the valve opens, and must then try again.
    PARKED,
    /// Too many wait already.
    REFUSED
  }

  private static final int MAX_PARKED = 20_000;

  private final AtomicLong inFlight = new AtomicLong();
  private final LongAdder refused = new LongAdder();
  private final Queue<Runnable> parked = new ArrayDeque<>();
  private volatile boolean closed;

  Intake() {}

  /// Tries to pass.
  ///
  /// @param whenOpen run once, on the thread that opens the valve, if the result is
  ///   [Passage#PARKED]; must be short
  /// @return what became of it
  public Passage enter(Runnable whenOpen) {
    inFlight.incrementAndGet();
    if (!closed) {
      return Passage.PASSED;
    }
    inFlight.decrementAndGet();
    synchronized (this) {
      if (!closed) {
        inFlight.incrementAndGet();
        return Passage.PASSED;
      }
      if (parked.size() >= MAX_PARKED) {
        refused.increment();
        return Passage.REFUSED;
      }
      parked.add(whenOpen);
      return Passage.PARKED;
    }
  }

  /// Says that work which passed has ended.
  public void leave() {
    inFlight.decrementAndGet();
  }

  /// Work that passed and has not ended.
  ///
  /// @return 0 or more
  public long inFlight() {
    return inFlight.get();
  }

  /// Work that waits for the valve to open.
  ///
  /// @return 0 or more
  public synchronized int parked() {
    return parked.size();
  }

  /// How often work was refused because too much waited already.
  ///
  /// @return 0 or more, since the start of the process
  public long refused() {
    return refused.sum();
  }

  /// Closes the valve; only the swap coordinator does.
  public synchronized void close() {
    closed = true;
  }

  /// Opens the valve and lets all go that wait.
  public void open() {
    Queue<Runnable> waiting;
    synchronized (this) {
      closed = false;
      waiting = new ArrayDeque<>(parked);
      parked.clear();
    }
    waiting.forEach(Runnable::run);
  }
}
