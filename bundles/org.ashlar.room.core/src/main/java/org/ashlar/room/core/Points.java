package org.ashlar.room.core;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.store.EventStore;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.ashlar.stream.RoomToken;
import org.jspecify.annotations.Nullable;

/// Where tokens point to in the timeline of a room, in the order of depth.
final class Points {
  private static final int MAX_LATENESS = 200;
  private static final Comparator<TimelinePoint> BY_DEPTH =
      Comparator.comparingLong(TimelinePoint::depth).thenComparingLong(TimelinePoint::number);

  private final Gate<EventStore> store;

  Points(Gate<EventStore> store) {
    this.store = store;
  }

  /// Reads a token.
  ///
  /// @throws MatrixException 400 when it is malformed, foreign or of the future
  RoomToken parse(String text) {
    RoomToken token = RoomToken.parse(text);
    long number = token.point().number();
    if (number > 0 && number > store.call(service -> service.eventPosition()).number()) {
      throw MatrixException.invalidParam(
          "The token is not one that this server gave; begin again without it.");
    }
    return token;
  }

  /// A token's point, null for no token.
  @Nullable TimelinePoint limit(Access.View view, @Nullable String token, boolean backward) {
    return token == null ? null : point(view, parse(token), backward);
  }

  /// The point where a scan begins.
  TimelinePoint start(Access.View view, @Nullable String from, boolean backward) {
    if (from != null) {
      return point(view, parse(from), backward);
    }
    if (!backward) {
      return TimelinePoint.START;
    }
    return view.end() == Access.ALWAYS
        ? TimelinePoint.END
        : point(view, RoomToken.stream(view.end()), true);
  }

  /// A point of the stream as a point in the order of depth. An event on an old fork arrives late
  /// but lies low, so the last one that arrived does not bound the others: looking back, the
  /// deepest of those that had arrived does; looking forward, the lowest of those that came after.
  private TimelinePoint point(Access.View view, RoomToken token, boolean backward) {
    if (token.order() == TimelineOrder.TOPOLOGICAL) {
      return token.point();
    }
    long number = Math.min(token.point().number(), view.end());
    Stream<StoredEvent> near =
        timeline(
            new TimelineQuery(
                view.roomNid(),
                TimelineOrder.STREAM,
                new TimelinePoint(0, number),
                null,
                backward,
                MAX_LATENESS))
            .stream();
    return backward
        ? near.map(Scan::after).max(BY_DEPTH).orElse(TimelinePoint.START)
        : near.map(Scan::before).min(BY_DEPTH).orElse(TimelinePoint.END);
  }

  /// The last event at or before a token's point, in the order of the token; null before all.
  @Nullable StoredEvent lastBefore(Access.View view, RoomToken token) {
    List<StoredEvent> last =
        timeline(new TimelineQuery(view.roomNid(), token.order(), token.point(), null, true, 1));
    return last.isEmpty() ? null : last.getFirst();
  }

  List<StoredEvent> timeline(TimelineQuery query) {
    return store.call(service -> service.timeline(query));
  }
}
