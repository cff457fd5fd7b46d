package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.room.EventFormat;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.NewEvents;
import org.ashlar.room.Requester;
import org.ashlar.room.RoomSnapshot;
import org.ashlar.room.StateQuery;
import org.ashlar.room.TimelinePage;
import org.ashlar.store.EventStore;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.RoomSummary;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.ashlar.stream.RoomToken;
import org.ashlar.stream.StreamHub;
import org.jspecify.annotations.Nullable;

/// Shows rooms to those who look in without having joined, and to old clients: a snapshot, and then
/// what is new.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#room-previews Room previews
final class Snapshots {
  private static final int PAGE = 100;

  private final Gate<EventStore> store;
  private final StateAccess events;
  private final StateBatch states;
  private final Points points;
  private final Sight sight;
  private final Renderer renderer;
  private final Paging paging;

  Snapshots(
      Gate<EventStore> store,
      StateAccess events,
      StateBatch states,
      Points points,
      Sight sight,
      Renderer renderer,
      Paging paging) {
    this.store = store;
    this.events = events;
    this.states = states;
    this.points = points;
    this.sight = sight;
    this.renderer = renderer;
    this.paging = paging;
  }

  /// A room as far as a reader sees it.
  RoomSnapshot of(Requester reader, Access.View view, int limit) {
    RoomId room = view.room().room().id();
    long end = view.departed() ? view.until() : position();
    TimelinePage page =
        paging.page(
            reader,
            view,
            new MessagesQuery(
                room, RoomToken.stream(end).encode(), null, true, limit, JsonObject.EMPTY));
    List<StoredEvent> state =
        List.copyOf(
            states
                .read(List.of(StateQuery.whole(view.roomNid(), view.root())))
                .getFirst()
                .values());
    MembershipRow row = view.membership();
    return new RoomSnapshot(
        room,
        row == null ? null : row.membership(),
        null,
        new RoomSnapshot.Messages(page.events().reversed(), page.end(), page.start()),
        renderer.state(reader, state, EventFormat.ALONE));
  }

  /// All rooms of a reader.
  List<RoomSnapshot> all(Requester reader, boolean departed, int limit) {
    List<RoomSnapshot> rooms = new ArrayList<>();
    for (MembershipRow row : memberships(reader)) {
      switch (row.membership()) {
        case "invite" -> {
          StoredEvent invite = events.event(row.eventNid());
          if (isWanted(reader, invite)) {
            rooms.add(invited(reader, row, invite));
          }
        }
        case "join" -> add(reader, row, limit, rooms);
        case "leave", "ban" -> {
          if (departed && !row.forgotten()) {
            add(reader, row, limit, rooms);
          }
        }
        default -> {
          // A knock is nothing that this operation knows.
        }
      }
    }
    return rooms;
  }

  private void add(Requester reader, MembershipRow row, int limit, List<RoomSnapshot> rooms) {
    sight
        .access()
        .find(reader.user(), row.room())
        .filter(view -> view.joined() || view.departed())
        .ifPresent(view -> rooms.add(of(reader, view, limit)));
  }

  /// Whether an own member event is anything but an invitation that the reader does not want.
  private boolean isWanted(Requester reader, StoredEvent member) {
    Senders senders = sight.senders();
    return !member.event().content().string("membership").filter("invite"::equals).isPresent()
        || (!senders.refusesInvitations(reader.user())
            && !senders.ignored(reader.user()).contains(member.event().sender()));
  }

  private RoomSnapshot invited(Requester reader, MembershipRow row, StoredEvent invite) {
    return new RoomSnapshot(
        row.room(),
        row.membership(),
        renderer.state(reader, List.of(invite), EventFormat.ALONE).getFirst(),
        null,
        List.of());
  }

  /// What came into one room after a token.
  NewEvents since(Requester reader, Access.View view, @Nullable String from) {
    long start = start(from);
    List<StoredEvent> found = timeline(view.roomNid(), start);
    RoomId room = view.room().room().id();
    return page(
        reader,
        start,
        found.size() < PAGE ? Math.max(start, position(found, start)) : number(found.getLast()),
        sight.visible(reader.user(), view, found),
        Set.of(StreamHub.roomKey(room)));
  }

  /// What came into all rooms in which a reader is after a token.
  NewEvents since(Requester reader, @Nullable String from) {
    long start = start(from);
    long now = position();
    Set<String> keys = new HashSet<>(Set.of(StreamHub.userKey(reader.user())));
    List<Long> joined = new ArrayList<>();
    TreeMap<Long, StoredEvent> found = new TreeMap<>();
    for (MembershipRow row : memberships(reader)) {
      if (row.membership().equals("join")) {
        joined.add(row.roomNid());
        keys.add(StreamHub.roomKey(row.room()));
      } else if (row.position().number() > start && row.eventNid() != 0) {
        StoredEvent own = events.event(row.eventNid());
        if (isWanted(reader, own)) {
          found.put(row.position().number(), own);
        }
      }
    }
    long end = now;
    for (Long room : changed(joined, start)) {
      List<StoredEvent> news = timeline(room, start);
      if (news.size() == PAGE) {
        end = Math.min(end, number(news.getLast()));
      }
      sight.visible(reader.user(), news).forEach(event -> found.put(number(event), event));
    }
    List<StoredEvent> page = found.headMap(end, true).values().stream().limit(PAGE).toList();
    boolean cut = page.size() == PAGE && found.size() > PAGE;
    return page(reader, start, cut ? number(page.getLast()) : end, page, keys);
  }

  private List<Long> changed(List<Long> rooms, long start) {
    Map<Long, RoomSummary> summaries = store.call(service -> service.summaries(rooms));
    return rooms.stream()
        .filter(
            room -> {
              RoomSummary summary = summaries.get(room);
              return summary == null || summary.lastBump() > start;
            })
        .toList();
  }

  private NewEvents page(
      Requester reader, long start, long end, List<StoredEvent> shown, Set<String> keys) {
    return new NewEvents(
        renderer.timeline(reader, shown, EventFormat.ALONE),
        RoomToken.stream(start).encode(),
        RoomToken.stream(end).encode(),
        keys);
  }

  private long start(@Nullable String from) {
    return from == null ? position() : points.parse(from).point().number();
  }

  private long position() {
    return store.call(service -> service.eventPosition()).number();
  }

  private static long position(List<StoredEvent> found, long start) {
    return found.isEmpty() ? start : number(found.getLast());
  }

  private List<StoredEvent> timeline(long room, long start) {
    return points.timeline(
        new TimelineQuery(
            room, TimelineOrder.STREAM, new TimelinePoint(0, start), null, false, PAGE));
  }

  private List<MembershipRow> memberships(Requester reader) {
    return store.call(service -> service.memberships(reader.user())).stream()
        .sorted(Comparator.comparing(row -> row.room().value()))
        .toList();
  }

  private static long number(StoredEvent event) {
    return Scan.number(event);
  }
}
