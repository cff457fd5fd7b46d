package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.event.StateKey;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.Requester;
import org.ashlar.room.TimelinePage;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.store.EventStore;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.ashlar.stream.RoomToken;
import org.jspecify.annotations.Nullable;

/// Pages through the timeline of a room, in the order of depth.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidmessages
///   messages
final class Paging {
  private static final int MAX_SCANNED = 5000;
  private static final int MAX_LATENESS = 200;
  private static final Comparator<TimelinePoint> BY_DEPTH =
      Comparator.comparingLong(TimelinePoint::depth).thenComparingLong(TimelinePoint::number);

  private final Gate<EventStore> store;
  private final StateAccess state;
  private final Visibility visibility;
  private final Renderer renderer;

  Paging(Gate<EventStore> store, StateAccess state, Visibility visibility, Renderer renderer) {
    this.store = store;
    this.state = state;
    this.visibility = visibility;
    this.renderer = renderer;
  }

  TimelinePage page(Requester reader, Access.View view, MessagesQuery query) {
    TimelinePoint start = start(view, query);
    TimelinePoint to =
        query.to() == null ? null : point(view, RoomToken.parse(query.to()), query.backward());
    EventFilter filter = new EventFilter(query.filter());
    Scan scan = scan(reader, view, query, start, to, filter);
    return new TimelinePage(
        renderer.render(reader, scan.events, true),
        query.from() == null ? RoomToken.topological(start).encode() : query.from(),
        scan.end == null ? null : RoomToken.topological(scan.end).encode(),
        filter.lazyMembers() ? members(reader, view, scan.events) : List.of());
  }

  /// The state just after a point in the room.
  ///
  /// @return the number of its root node, 0 before the first event
  long rootAt(Access.View view, String token) {
    RoomToken parsed = RoomToken.parse(token);
    List<StoredEvent> last =
        store.call(
            service ->
                service.timeline(
                    new TimelineQuery(
                        view.roomNid(), parsed.order(), parsed.point(), null, true, 1)));
    return last.isEmpty() ? 0 : last.getFirst().rootAfter();
  }

  private Scan scan(
      Requester reader,
      Access.View view,
      MessagesQuery query,
      TimelinePoint start,
      @Nullable TimelinePoint to,
      EventFilter filter) {
    Scan scan = new Scan(start);
    int scanned = 0;
    while (scan.events.size() < query.limit() && scanned < MAX_SCANNED) {
      int limit = Math.max(query.limit(), 20);
      TimelinePoint from = scan.last;
      List<StoredEvent> page =
          store.call(
              service ->
                  service.timeline(
                      new TimelineQuery(
                          view.roomNid(),
                          TimelineOrder.TOPOLOGICAL,
                          from,
                          to,
                          query.backward(),
                          limit)));
      scanned += page.size();
      take(reader, view, query, filter, page, scan);
      if (page.size() < limit && scan.events.size() < query.limit()) {
        return scan.exhausted();
      }
      if (scan.events.size() == query.limit()) {
        break;
      }
    }
    return scan;
  }

  private void take(
      Requester reader,
      Access.View view,
      MessagesQuery query,
      EventFilter filter,
      List<StoredEvent> page,
      Scan scan) {
    Set<Long> visible = new HashSet<>();
    visibility
        .visible(reader.user(), view.until(), page)
        .forEach(event -> visible.add(event.nid()));
    for (StoredEvent event : page) {
      if (scan.events.size() == query.limit()) {
        return;
      }
      scan.last = query.backward() ? before(event) : at(event);
      scan.end = scan.last;
      if (visible.contains(event.nid()) && filter.accepts(event.event())) {
        scan.events.add(event);
      }
    }
  }

  private TimelinePoint start(Access.View view, MessagesQuery query) {
    String from = query.from();
    if (from != null) {
      return point(view, RoomToken.parse(from), query.backward());
    }
    if (!query.backward()) {
      return TimelinePoint.START;
    }
    return view.until() == Long.MAX_VALUE
        ? newest(view)
        : point(view, RoomToken.stream(view.until()), true);
  }

  private TimelinePoint newest(Access.View view) {
    List<StoredEvent> last =
        store.call(
            service ->
                service.timeline(
                    new TimelineQuery(
                        view.roomNid(),
                        TimelineOrder.TOPOLOGICAL,
                        TimelinePoint.END,
                        null,
                        true,
                        1)));
    return last.isEmpty() ? TimelinePoint.START : at(last.getFirst());
  }

  /// A point of the stream as a point in the order of depth. An event on an old fork arrives late
  /// but lies low, so the last one that arrived does not bound the others: looking back, the
  /// deepest of those that had arrived does; looking forward, the lowest of those that came after.
  private TimelinePoint point(Access.View view, RoomToken token, boolean backward) {
    if (token.order() == TimelineOrder.TOPOLOGICAL) {
      return token.point();
    }
    Stream<StoredEvent> near =
        store
            .call(
                service ->
                    service.timeline(
                        new TimelineQuery(
                            view.roomNid(),
                            TimelineOrder.STREAM,
                            token.point(),
                            null,
                            backward,
                            MAX_LATENESS)))
            .stream();
    return backward
        ? near.map(Paging::at).max(BY_DEPTH).orElse(TimelinePoint.START)
        : near.map(Paging::before).min(BY_DEPTH).orElse(TimelinePoint.END);
  }

  private List<JsonRaw> members(Requester reader, Access.View view, List<StoredEvent> events) {
    Map<StateKey, StoredEvent> members = new LinkedHashMap<>();
    Map<StateKey, Long> keys = new LinkedHashMap<>();
    events.forEach(event -> keys.put(StateKey.member(event.event().sender()), 0L));
    StateRoot root = StateRoot.stored(view.root());
    state
        .find(keys.keySet())
        .forEach(
            (key, nid) -> {
              EventRef ref = state.trie(view.roomNid()).get(root, nid);
              if (ref != null) {
                members.put(key, state.event(ref.nid()));
              }
            });
    return renderer.render(reader, new ArrayList<>(members.values()), true);
  }

  private static TimelinePoint at(StoredEvent event) {
    return new TimelinePoint(event.event().depth(), number(event));
  }

  private static TimelinePoint before(StoredEvent event) {
    return new TimelinePoint(event.event().depth(), number(event) - 1);
  }

  private static long number(StoredEvent event) {
    Position position = event.position();
    return position == null ? 0 : position.number();
  }

  private static final class Scan {
    private final List<StoredEvent> events = new ArrayList<>();
    private TimelinePoint last;
    private @Nullable TimelinePoint end;

    Scan(TimelinePoint start) {
      last = start;
      end = start;
    }

    Scan exhausted() {
      end = null;
      return this;
    }
  }
}
