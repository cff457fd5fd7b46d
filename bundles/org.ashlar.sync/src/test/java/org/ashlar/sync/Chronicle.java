package org.ashlar.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.StateKey;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;

/// All that happened in all rooms, in the order of arrival, with the whole state of the room after
/// each event. Somebody has to call [#observe] after every action.
final class Chronicle {
  private final SyncHouse house;
  private final List<Moment> moments = new ArrayList<>();
  private final Map<RoomId, Map<StateKey, StoredEvent>> current = new HashMap<>();
  private final Set<RoomId> forked = new LinkedHashSet<>();

  Chronicle(SyncHouse house) {
    this.house = house;
  }

  /// An event with the current states of its room before and after it.
  record Moment(
      long number,
      RoomId room,
      StoredEvent event,
      Map<StateKey, StoredEvent> before,
      Map<StateKey, StoredEvent> after) {}

  /// Writes down what came since the last time. Only the creation of a room is more than one event.
  void observe() {
    long last = moments.isEmpty() ? 0 : moments.getLast().number();
    List<StoredEvent> fresh =
        house.rooms.store().stream(
            new Position(1, last), house.rooms.store().eventPosition(), 1000);
    for (int i = 0; i < fresh.size(); i++) {
      StoredEvent event = fresh.get(i);
      RoomId room = event.event().roomId();
      boolean newest = i == fresh.size() - 1;
      long root = newest ? house.rooms.views().currentRoot(event.roomNid()) : event.rootAfter();
      Map<StateKey, StoredEvent> before = current.getOrDefault(room, Map.of());
      Map<StateKey, StoredEvent> after =
          StateMaps.byKey(house.rooms.views().stateAt(event.roomNid(), root));
      current.put(room, after);
      moments.add(new Moment(event.position().number(), room, event, before, after));
    }
  }

  /// From now on the state of a room may change otherwise than by the last event.
  void fork(RoomId room) {
    forked.add(room);
  }

  boolean isForked(RoomId room) {
    return forked.contains(room);
  }

  Set<RoomId> rooms() {
    Set<RoomId> rooms = new LinkedHashSet<>();
    moments.forEach(moment -> rooms.add(moment.room()));
    return rooms;
  }

  /// What happened in a room after a number, up to another.
  List<Moment> between(RoomId room, long after, long upTo) {
    return moments.stream()
        .filter(moment -> moment.room().equals(room))
        .filter(moment -> moment.number() > after && moment.number() <= upTo)
        .toList();
  }

  /// The state of a room at a number.
  Map<StateKey, StoredEvent> state(RoomId room, long number) {
    List<Moment> past = between(room, 0, number);
    return past.isEmpty() ? Map.of() : past.getLast().after();
  }

  /// A user's own member events as the state of the room took them, after a number, up to another.
  List<Moment> own(UserId user, RoomId room, long after, long upTo) {
    StateKey key = StateKey.member(user);
    List<Moment> own = new ArrayList<>();
    for (Moment moment : between(room, after, upTo)) {
      StoredEvent now = moment.after().get(key);
      StoredEvent before = moment.before().get(key);
      if (now != null && (before == null || now.nid() != before.nid())) {
        own.add(moment);
      }
    }
    return own;
  }

  /// A user's membership in a state; empty when there is none.
  static String membership(Map<StateKey, StoredEvent> state, UserId user) {
    StoredEvent event = state.get(StateKey.member(user));
    return event == null ? "" : event.event().content().string("membership").orElseThrow();
  }

  /// The end of a timeline in which no key ends with an event that is not the state of that time.
  List<Moment> endingInState(List<Moment> moments, RoomId room, long at) {
    Map<StateKey, StoredEvent> state = state(room, at);
    Map<StateKey, Integer> ends = new HashMap<>();
    for (int i = 0; i < moments.size(); i++) {
      if (moments.get(i).event().event().isState()) {
        ends.put(moments.get(i).event().event().key(), i);
      }
    }
    int from = 0;
    for (Map.Entry<StateKey, Integer> end : ends.entrySet()) {
      StoredEvent current = state.get(end.getKey());
      if (current == null || current.nid() != moments.get(end.getValue()).event().nid()) {
        from = Math.max(from, end.getValue() + 1);
      }
    }
    return moments.subList(from, moments.size());
  }
}
