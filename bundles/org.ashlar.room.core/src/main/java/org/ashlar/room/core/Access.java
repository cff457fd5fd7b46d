package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.StateQuery;
import org.ashlar.store.EventStore;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.store.RoomHead;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Decides whether a reader may look into a room, and up to when.
final class Access {
  /// The bound of a reader who never was joined.
  static final long NEVER = Long.MIN_VALUE;

  /// The bound of a reader who is joined.
  static final long ALWAYS = Long.MAX_VALUE;

  private static final StateKey HISTORY = new StateKey(EventTypes.HISTORY_VISIBILITY, "");
  private static final int DEPARTURES = 50_000;
  private static final int MAX_CHANGES = 1000;

  private final Gate<EventStore> store;
  private final StateAccess state;
  private final StateBatch batch;
  private final BoundedCache<Long, Long> departures =
      new BoundedCache<>("room_departures", DEPARTURES);

  Access(Gate<EventStore> store, StateAccess state, StateBatch batch) {
    this.store = store;
    this.state = state;
    this.batch = batch;
  }

  /// What a reader may look at.
  ///
  /// @param room the room
  /// @param root the newest state that is shown
  /// @param until up to which position the reader was joined at some time later or is: [#ALWAYS],
  ///   that of the last leave, or [#NEVER]. What came after it is shown only if all the world may
  ///   read it
  /// @param membership the reader's membership now, null when there never was one
  /// @param worldReadable whether anybody may read what is said now
  record View(
      RoomHead room,
      long root,
      long until,
      @Nullable MembershipRow membership,
      boolean worldReadable) {
    long roomNid() {
      return room.room().nid();
    }

    boolean joined() {
      return until == ALWAYS;
    }

    /// Whether the reader left, and sees the room as it was then.
    boolean departed() {
      return until != ALWAYS && until != NEVER;
    }

    /// The last position that is looked at.
    long end() {
      return departed() && !worldReadable ? until : ALWAYS;
    }
  }

  /// The view of a reader.
  ///
  /// @throws MatrixException 403 when there is none
  View view(UserId user, RoomId room) {
    return find(user, room)
        .orElseThrow(() -> MatrixException.forbidden("You are not in this room."));
  }

  /// The view of a reader, empty when there is none.
  Optional<View> find(UserId user, RoomId room) {
    return any(user, room).filter(view -> view.until != NEVER || view.worldReadable);
  }

  /// The view of anybody, empty when there is no such room. Those who have no business in the room
  /// see what was said while all the world could read it.
  Optional<View> any(UserId user, RoomId room) {
    return store.call(service -> service.room(room)).map(head -> any(user, head));
  }

  private View any(UserId user, RoomHead head) {
    long current = head.current().nid();
    MembershipRow row = membership(head, user).orElse(null);
    if (isJoined(row)) {
      return new View(head, current, ALWAYS, row, false);
    }
    boolean open = isWorldReadable(head.room().nid(), current);
    StoredEvent leave =
        row == null || row.forgotten() ? null : departures(List.of(row)).get(row.roomNid());
    return leave == null
        ? new View(head, current, NEVER, row, open)
        : new View(head, leave.rootAfter(), number(leave), row, open);
  }

  Optional<MembershipRow> membership(RoomHead head, UserId user) {
    return store.call(service -> service.members(head.room().nid(), List.of(user))).stream()
        .findFirst();
  }

  /// Up to where a reader was joined, for the numbers of rooms; see [View#until].
  LongUnaryOperator bounds(UserId user, Collection<Long> rooms) {
    List<MembershipRow> rows =
        rooms.size() == 1
            ? store.call(service -> service.members(rooms.iterator().next(), List.of(user)))
            : store.call(service -> service.memberships(user));
    Map<Long, Long> bounds = new HashMap<>();
    List<MembershipRow> left = new ArrayList<>();
    for (MembershipRow row : rows) {
      if (rooms.contains(row.roomNid()) && isJoined(row)) {
        bounds.put(row.roomNid(), ALWAYS);
      } else if (rooms.contains(row.roomNid())) {
        left.add(row);
      }
    }
    departures(left).forEach((room, leave) -> bounds.put(room, number(leave)));
    return room -> bounds.getOrDefault(room, NEVER);
  }

  boolean isWorldReadable(long roomNid, long root) {
    StoredEvent history = state.stateEvent(roomNid, root, HISTORY);
    return history != null
        && history
            .event()
            .content()
            .string("history_visibility")
            .filter("world_readable"::equals)
            .isPresent();
  }

  /// The events by which somebody who is not joined last ceased to be, by the numbers of the rooms;
  /// nothing for rooms where it never was.
  private Map<Long, StoredEvent> departures(List<MembershipRow> rows) {
    List<MembershipRow> unknown =
        rows.stream()
            .filter(row -> row.eventNid() != 0 && departures.get(row.eventNid()) == null)
            .toList();
    Map<Long, Long> found = unknown.isEmpty() ? Map.of() : findDepartures(unknown);
    found.forEach(departures::put);
    Set<Long> nids = new HashSet<>();
    for (MembershipRow row : rows) {
      nids.add(departure(row, found));
    }
    nids.remove(0L);
    Map<Long, StoredEvent> events = nids.isEmpty() ? Map.of() : state.events(nids);
    Map<Long, StoredEvent> byRoom = new HashMap<>();
    events.values().forEach(event -> byRoom.put(event.roomNid(), event));
    return byRoom;
  }

  private long departure(MembershipRow row, Map<Long, Long> found) {
    Long now = found.get(row.eventNid());
    Long known = now == null ? departures.get(row.eventNid()) : now;
    return known == null ? 0 : known;
  }

  /// By the number of each row's event that of the departure, 0 when there was none. Goes back
  /// through the member events, in all rooms at once.
  private Map<Long, Long> findDepartures(List<MembershipRow> rows) {
    Map<Long, Long> found = new HashMap<>();
    Map<MembershipRow, StoredEvent> open = new LinkedHashMap<>();
    Map<Long, StoredEvent> events =
        state.events(rows.stream().map(MembershipRow::eventNid).toList());
    for (MembershipRow row : rows) {
      found.put(row.eventNid(), 0L);
      StoredEvent event = events.get(row.eventNid());
      if (event != null) {
        open.put(row, event);
      }
    }
    for (int i = 0; i < MAX_CHANGES && !open.isEmpty(); i++) {
      open = goBack(open, found);
    }
    return found;
  }

  private Map<MembershipRow, StoredEvent> goBack(
      Map<MembershipRow, StoredEvent> open, Map<Long, Long> found) {
    List<StateQuery> queries = new ArrayList<>();
    open.forEach(
        (row, event) ->
            queries.add(
                StateQuery.of(
                    row.roomNid(), event.rootBefore(), Set.of(StateKey.member(row.user())))));
    List<Map<StateKey, StoredEvent>> states = batch.read(queries);
    Map<MembershipRow, StoredEvent> left = new LinkedHashMap<>();
    int next = 0;
    for (Map.Entry<MembershipRow, StoredEvent> entry : open.entrySet()) {
      MembershipRow row = entry.getKey();
      StoredEvent before = states.get(next++).get(StateKey.member(row.user()));
      if (before != null && isJoin(before)) {
        found.put(row.eventNid(), entry.getValue().nid());
      } else if (before != null) {
        left.put(row, before);
      }
    }
    return left;
  }

  private static boolean isJoin(StoredEvent event) {
    return event.event().content().string("membership").filter("join"::equals).isPresent();
  }

  private static boolean isJoined(@Nullable MembershipRow row) {
    return row != null && row.membership().equals("join");
  }

  private static long number(StoredEvent event) {
    Position position = event.position();
    return position == null ? NEVER : position.number();
  }
}
