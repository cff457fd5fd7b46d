package org.ashlar.http.jetty;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Requests for routes that are away for the moment. They look again whenever the table changes.
final class Lot {
  private static final int FEW = 500;
  private static final long SOON_NANOS = 20_000_000;
  private static final long LATER_NANOS = 200_000_000;

  private final Set<Suspension> parked = new LinkedHashSet<>();
  private long changes;

  /// How often the table has changed; to be read before it is asked.
  synchronized long changes() {
    return changes;
  }

  /// @return false when the table has changed since
  synchronized boolean park(Suspension suspension, long seen) {
    parked.add(suspension);
    return changes == seen;
  }

  synchronized void leave(Suspension suspension) {
    parked.remove(suspension);
  }

  /// How soon one that is parked looks again by itself: the announcement may have been taken back,
  /// or a version have become ready. The fewer, the sooner.
  synchronized long lookAgainNanos() {
    return parked.size() < FEW ? SOON_NANOS : LATER_NANOS;
  }

  synchronized int size() {
    return parked.size();
  }

  /// Lets all look again.
  void open() {
    List<Suspension> all;
    synchronized (this) {
      changes++;
      all = new ArrayList<>(parked);
      parked.clear();
    }
    all.forEach(Suspension::fire);
  }
}
