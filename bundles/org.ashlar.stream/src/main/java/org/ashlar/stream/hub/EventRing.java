package org.ashlar.stream.hub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.store.Position;
import org.ashlar.stream.RingEvent;
import org.jspecify.annotations.Nullable;

/// The newest events without a gap, bounded by count and bytes. Events of one room are linked, so
/// that a room's events are found without looking at others. Any thread.
final class EventRing {
  private static final int OVERHEAD_BYTES = 400;

  private final @Nullable RingEvent[] slots;
  private final long[] previousOfRoom;
  private final boolean[] stale;
  private final long maxBytes;
  private final Map<RoomId, Long> lastOfRoom = new HashMap<>();
  private int writer = Position.START.writer();
  private long floor;
  private long last;
  private long bytes;

  /// @param maxEvents a power of two
  EventRing(int maxEvents, long maxBytes) {
    this.slots = new RingEvent[maxEvents];
    this.previousOfRoom = new long[maxEvents];
    this.stale = new boolean[maxEvents];
    this.maxBytes = maxBytes;
  }

  /// Begins anew after a position: what lies before is not in memory.
  synchronized void restart(Position position) {
    for (long number = floor + 1; number <= last; number++) {
      slots[slot(number)] = null;
    }
    lastOfRoom.clear();
    bytes = 0;
    writer = position.writer();
    floor = position.number();
    last = floor;
  }

  /// Adds the next event; one that does not follow directly begins anew.
  ///
  /// @return whether it followed directly
  synchronized boolean add(RingEvent event) {
    long number = event.position().number();
    boolean follows = number == last + 1 && event.position().writer() == writer;
    if (!follows) {
      restart(new Position(event.position().writer(), number - 1));
    }
    if (last - floor == slots.length) {
      dropOldest();
    }
    slots[slot(number)] = event;
    stale[slot(number)] = false;
    Long previous = lastOfRoom.put(event.room(), number);
    previousOfRoom[slot(number)] = previous == null ? Long.MIN_VALUE : previous;
    last = number;
    bytes += size(event);
    while (bytes > maxBytes && last - floor > 1) {
      dropOldest();
    }
    return follows;
  }

  /// Gives events of a room, and those that show their content, no longer.
  synchronized void redacted(RoomId room, Set<EventId> events) {
    long number = lastOfRoom.getOrDefault(room, Long.MIN_VALUE);
    while (number > floor) {
      RingEvent event = at(number);
      EventId replaces = event.replaces();
      stale[slot(number)] |=
          events.contains(event.id()) || (replaces != null && events.contains(replaces));
      number = previousOfRoom[slot(number)];
    }
  }

  synchronized Optional<List<RingEvent>> between(Position after, Position upTo) {
    if (!covers(after, upTo)) {
      return Optional.empty();
    }
    List<RingEvent> events = new ArrayList<>();
    for (long number = after.number() + 1; number <= upTo.number(); number++) {
      if (stale[slot(number)]) {
        return Optional.empty();
      }
      events.add(at(number));
    }
    return Optional.of(events);
  }

  synchronized Optional<List<RingEvent>> between(RoomId room, Position after, Position upTo) {
    if (!covers(after, upTo)) {
      return Optional.empty();
    }
    List<RingEvent> events = new ArrayList<>();
    long number = lastOfRoom.getOrDefault(room, Long.MIN_VALUE);
    while (number > after.number()) {
      if (number <= upTo.number()) {
        if (stale[slot(number)]) {
          return Optional.empty();
        }
        events.add(at(number));
      }
      number = previousOfRoom[slot(number)];
    }
    Collections.reverse(events);
    return Optional.of(events);
  }

  synchronized int size() {
    return (int) (last - floor);
  }

  private boolean covers(Position after, Position upTo) {
    return after.writer() == writer
        && upTo.writer() == writer
        && after.number() >= floor
        && upTo.number() <= last;
  }

  private void dropOldest() {
    floor++;
    RingEvent oldest = at(floor);
    slots[slot(floor)] = null;
    lastOfRoom.remove(oldest.room(), floor);
    bytes -= size(oldest);
  }

  private RingEvent at(long number) {
    RingEvent event = slots[slot(number)];
    if (event == null) {
      throw new IllegalStateException("the ring has no event " + number);
    }
    return event;
  }

  private int slot(long number) {
    return (int) (number & (slots.length - 1));
  }

  private static long size(RingEvent event) {
    byte[] previous = event.prevContent();
    return OVERHEAD_BYTES + event.shared().length + (previous == null ? 0 : previous.length);
  }
}
