package org.ashlar.room.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.ashlar.base.error.MatrixException;
import org.ashlar.store.RoomRef;
import org.ashlar.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Frees, in rounds through all rooms, the state nodes that nobody needs any more: resolved states
/// that no event came to have, and what a purge that broke off has left. A failed append leaves
/// none, as it writes its nodes in its own commit. Works for a tenth of the time at most, and takes
/// the lane of a room only when there is something to free. For one thread.
final class StateSweep {
  /// How often [#run] is to be called.
  static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(StateSweep.class);
  private static final Duration FIRST = Duration.ofHours(1);
  private static final Duration AFTER_FAULT = Duration.ofMinutes(1);
  private static final Duration TURN = Duration.ofMillis(100);
  private static final int REST = 9;
  private static final int PAGE = 100;

  private final Upkeep upkeep;
  private final InstantSource clock;
  private final Supplier<Duration> interval;
  private final Deque<RoomRef> page = new ArrayDeque<>();
  private @Nullable Instant due;
  private long last;
  private long freed;

  /// @param interval the time between two rounds; zero for none
  StateSweep(Upkeep upkeep, InstantSource clock, Supplier<Duration> interval) {
    this.upkeep = upkeep;
    this.clock = clock;
    this.interval = interval;
  }

  /// Does a turn of work when it is due. The first round comes after an hour, or the interval if
  /// that is less.
  void run() {
    Duration between = interval.get();
    if (between.isZero()) {
      due = null;
      return;
    }
    Instant start = clock.instant();
    if (due == null) {
      due = start.plus(between.compareTo(FIRST) < 0 ? between : FIRST);
    }
    if (start.isBefore(due)) {
      return;
    }
    try {
      boolean more = true;
      while (more && Duration.between(start, clock.instant()).compareTo(TURN) < 0) {
        more = next();
      }
      Instant end = clock.instant();
      due = more ? end.plus(Duration.between(start, end).multipliedBy(REST)) : end.plus(between);
    } catch (MatrixException | StoreException e) {
      LOG.info("State is swept later: {}", e.getMessage());
      due = clock.instant().plus(AFTER_FAULT);
    }
  }

  /// Looks at one more room.
  ///
  /// @return false when the round is over
  private boolean next() {
    if (page.isEmpty()) {
      page.addAll(upkeep.page(last, PAGE));
    }
    RoomRef room = page.poll();
    if (room == null) {
      LOG.info("{} state nodes were freed", freed);
      last = 0;
      freed = 0;
      return false;
    }
    last = room.nid();
    freed += upkeep.sweepLost(room);
    return true;
  }
}
