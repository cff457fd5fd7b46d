package org.ashlar.base.gate;

import java.util.concurrent.atomic.AtomicLong;

/// One registered service object as all gates see it: its readiness and the calls in it.
public final class Instance {
  private final long serviceId;
  private final AtomicLong inFlight = new AtomicLong();
  private volatile boolean ready;

  Instance(long serviceId, boolean ready) {
    this.serviceId = serviceId;
    this.ready = ready;
  }

  /// The framework's number of the service registration; lower is older.
  ///
  /// @return `service.id`
  public long serviceId() {
    return serviceId;
  }

  /// Calls that are in this instance now, over all gates.
  ///
  /// @return 0 or more
  public long inFlight() {
    return inFlight.get();
  }

  /// Tells whether gates may choose it.
  ///
  /// @return false until it has been prepared
  public boolean isReady() {
    return ready;
  }

  void markReady(boolean value) {
    ready = value;
  }

  void enter() {
    inFlight.incrementAndGet();
  }

  void exit() {
    inFlight.decrementAndGet();
  }
}
