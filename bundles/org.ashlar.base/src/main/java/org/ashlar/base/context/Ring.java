package org.ashlar.base.context;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The newest of what has ended; a new one takes the place of the oldest. Any thread.
final class Ring {
  private final AtomicReferenceArray<FinishedContext> places;
  private final AtomicLong next = new AtomicLong();

  Ring(int size) {
    this.places = new AtomicReferenceArray<>(size);
  }

  void add(FinishedContext context) {
    places.set((int) (next.getAndIncrement() % places.length()), context);
  }

  List<FinishedContext> newest() {
    List<FinishedContext> found = new ArrayList<>();
    long end = next.get();
    for (long at = end - 1; at >= Math.max(0, end - places.length()); at--) {
      FinishedContext context = places.get((int) (at % places.length()));
      if (context != null) {
        found.add(context);
      }
    }
    return found;
  }

  Optional<FinishedContext> find(String id) {
    return newest().stream().filter(context -> context.id().equals(id)).findFirst();
  }

  /// The oldest first.
  List<FinishedContext> linked(String id) {
    return newest().reversed().stream().filter(context -> id.equals(context.linkId())).toList();
  }
}
