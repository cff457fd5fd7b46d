package org.ashlar.push.core;

import java.util.List;
import java.util.Map;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.push.RoomCountQuery;
import org.ashlar.store.Position;
import org.ashlar.store.RoomSummary;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.jspecify.annotations.Nullable;

/// How many members rooms have. Any thread.
final class JoinedCounts {
  private static final int ROOMS = 10_000;

  private final Sources sources;
  private final BoundedCache<Long, Known> known = new BoundedCache<>("joined_counts", ROOMS);

  JoinedCounts(Sources sources) {
    this.sources = sources;
  }

  private record Known(long position, long joined) {}

  /// The number after some recent events: all that came after a position, which change the state by
  /// nothing but themselves.
  long after(List<Arrival> recent, long after, RoomCountQuery room, Position upTo) {
    Known last = known.get(room.roomNid());
    if (last == null || last.position() < after || last.position() > upTo.number()) {
      return at(room, upTo);
    }
    long joined = last.joined();
    for (Arrival arrival : recent) {
      joined += arrival.position() > last.position() ? arrival.joins() : 0;
    }
    known.put(room.roomNid(), new Known(upTo.number(), joined));
    return joined;
  }

  /// The number now. It is remembered as that of a position when nothing has come after it.
  long at(RoomCountQuery room, Position upTo) {
    Map<Long, RoomSummary> summaries =
        sources.store().call(store -> store.summaries(List.of(room.roomNid())));
    @Nullable RoomSummary summary = summaries.get(room.roomNid());
    long joined = summary == null ? 0 : summary.joined();
    boolean current =
        !sources
            .hub()
            .call(hub -> hub.changedSince(Stream.EVENTS, StreamHub.roomKey(room.room()), upTo));
    if (current) {
      known.put(room.roomNid(), new Known(upTo.number(), joined));
    }
    return joined;
  }
}
