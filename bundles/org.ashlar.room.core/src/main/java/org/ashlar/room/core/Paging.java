package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.event.StateKey;
import org.ashlar.room.ContextQuery;
import org.ashlar.room.EventContext;
import org.ashlar.room.EventFormat;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.Requester;
import org.ashlar.room.StateQuery;
import org.ashlar.room.TimelinePage;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.ashlar.stream.RoomToken;
import org.jspecify.annotations.Nullable;

/// Pages through the timeline of a room, in the order of depth, and shows what is around an event.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidmessages
///   messages
final class Paging {
  private final Points points;
  private final StateBatch states;
  private final Sight sight;
  private final Renderer renderer;

  Paging(Points points, StateBatch states, Sight sight, Renderer renderer) {
    this.points = points;
    this.states = states;
    this.sight = sight;
    this.renderer = renderer;
  }

  TimelinePage page(Requester reader, Access.View view, MessagesQuery query) {
    TimelinePoint start = points.start(view, query.from(), query.backward());
    TimelinePoint to = points.limit(view, query.to(), query.backward());
    EventFilter filter = new EventFilter(query.filter());
    int limit = filter.accepts(query.room()) ? query.limit() : 0;
    Scan.Found found = scan(reader, view, filter, query.backward(), limit, to).from(start);
    String from = query.from();
    return new TimelinePage(
        renderer.timeline(reader, view, found.events()),
        from == null ? RoomToken.topological(found.start()).encode() : from,
        found.more() && limit > 0 ? RoomToken.topological(found.end()).encode() : null,
        filter.lazyMembers() ? members(reader, found.events(), query.backward()) : List.of());
  }

  /// @spec
  ///   https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidcontexteventid
  ///   Context
  EventContext context(Requester reader, Access.View view, StoredEvent event, ContextQuery query) {
    EventFilter filter = new EventFilter(query.filter());
    boolean wanted = filter.accepts(query.room());
    int half = wanted ? query.limit() / 2 : 0;
    int rest = wanted ? query.limit() - half : 0;
    Scan.Found before = scan(reader, view, filter, true, half, null).from(Scan.before(event));
    Scan.Found after = scan(reader, view, filter, false, rest, null).from(Scan.after(event));
    StoredEvent last = after.events().isEmpty() ? event : after.events().getLast();
    Set<StateKey> senders = senders(before.events());
    senders.addAll(senders(after.events()));
    senders.add(StateKey.member(event.event().sender()));
    List<StoredEvent> state = wanted ? state(last, senders, filter) : List.of();
    List<StoredEvent> shown = new ArrayList<>(List.of(event));
    shown.addAll(before.events());
    shown.addAll(after.events());
    List<JsonRaw> rendered = renderer.timeline(reader, view, shown);
    int middle = 1 + before.events().size();
    return new EventContext(
        rendered.getFirst(),
        rendered.subList(1, middle),
        rendered.subList(middle, rendered.size()),
        RoomToken.topological(before.end()).encode(),
        RoomToken.topological(after.end()).encode(),
        renderer.state(reader, state, EventFormat.ALONE));
  }

  private List<StoredEvent> state(StoredEvent last, Set<StateKey> senders, EventFilter filter) {
    StateQuery query =
        filter.lazyMembers()
            ? StateQuery.lazy(last.roomNid(), last.rootAfter(), senders)
            : StateQuery.whole(last.roomNid(), last.rootAfter());
    return states.read(List.of(query)).getFirst().values().stream()
        .filter(stored -> filter.accepts(stored.event()))
        .toList();
  }

  /// A scan through what a reader sees of a room.
  Scan scan(
      Requester reader,
      Access.View view,
      EventFilter filter,
      boolean backward,
      int limit,
      @Nullable TimelinePoint to) {
    return new Scan(
        backward,
        limit,
        (from, size) ->
            points.timeline(
                new TimelineQuery(
                    view.roomNid(), TimelineOrder.TOPOLOGICAL, from, to, backward, size)),
        page ->
            sight.visible(reader.user(), view, page).stream()
                .filter(stored -> filter.accepts(stored.event()))
                .toList());
  }

  /// The senders as they were at the newest event.
  private List<JsonRaw> members(Requester reader, List<StoredEvent> events, boolean backward) {
    if (events.isEmpty()) {
      return List.of();
    }
    StoredEvent newest = backward ? events.getFirst() : events.getLast();
    StateQuery query = StateQuery.of(newest.roomNid(), newest.rootAfter(), senders(events));
    List<StoredEvent> members = List.copyOf(states.read(List.of(query)).getFirst().values());
    return renderer.state(reader, members, EventFormat.ALONE);
  }

  private static Set<StateKey> senders(List<StoredEvent> events) {
    Set<StateKey> senders = new HashSet<>();
    events.forEach(stored -> senders.add(StateKey.member(stored.event().sender())));
    return senders;
  }
}
