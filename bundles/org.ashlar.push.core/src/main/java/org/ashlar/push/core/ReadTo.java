package org.ashlar.push.core;

import java.util.HashMap;
import java.util.Map;
import org.ashlar.push.Checkpoint;

/// How far a reader has read in a room, by the positions of the events that receipts name.
///
/// @param all in all timelines: receipts without thread; 0 when there is none
/// @param threads in single timelines, by thread
record ReadTo(long all, Map<String, Long> threads) {
  static final ReadTo NOTHING = new ReadTo(0, Map.of());

  ReadTo {
    threads = Map.copyOf(threads);
  }

  /// How far in one timeline.
  long in(String thread) {
    return Math.max(all, threads.getOrDefault(thread, 0L));
  }

  /// This, or what was known before, whichever is further: nobody unreads by an older receipt.
  ReadTo atLeast(Checkpoint known) {
    Map<String, Long> further = new HashMap<>(threads);
    known.timelines().forEach((thread, line) -> further.merge(thread, line.readTo(), Math::max));
    return new ReadTo(all, further);
  }
}
