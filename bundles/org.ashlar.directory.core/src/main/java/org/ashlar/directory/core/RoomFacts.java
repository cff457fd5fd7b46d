package org.ashlar.directory.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.room.RoomViews;
import org.ashlar.room.auth.PowerLevels;
import org.ashlar.store.EventStore;
import org.ashlar.store.RoomHead;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// What the directory asks of rooms before it lets somebody do something.
///
/// @param store where rooms are
/// @param views reads their state
record RoomFacts(Gate<EventStore> store, Gate<RoomViews> views) {
  static final StateKey CANONICAL_ALIAS = new StateKey("m.room.canonical_alias", "");

  private static final StateKey HISTORY_VISIBILITY =
      new StateKey(EventTypes.HISTORY_VISIBILITY, "");

  Optional<RoomHead> head(RoomId room) {
    return store.call(s -> s.room(room));
  }

  RoomHead required(RoomId room) {
    return head(room)
        .orElseThrow(() -> MatrixException.notFound("This server does not know the room."));
  }

  boolean isJoined(RoomHead head, UserId user) {
    return store.call(s -> s.members(head.room().nid(), List.of(user))).stream()
        .anyMatch(row -> row.membership().equals("join"));
  }

  boolean isWorldReadable(RoomHead head) {
    Event event = event(state(head, List.of(HISTORY_VISIBILITY)), HISTORY_VISIBILITY);
    return event != null
        && event.content().string("history_visibility").equals(Optional.of("world_readable"));
  }

  /// Whether a member may set the canonical alias: the power that speaks for a room to the world.
  boolean maySetCanonicalAlias(RoomHead head, UserId user) {
    Map<StateKey, StoredEvent> state = state(head, List.of(StateKey.CREATE, StateKey.POWER_LEVELS));
    PowerLevels levels =
        PowerLevels.of(event(state, StateKey.POWER_LEVELS), event(state, StateKey.CREATE));
    return levels.user(user) >= levels.required(CANONICAL_ALIAS.type(), true)
        && isJoined(head, user);
  }

  private Map<StateKey, StoredEvent> state(RoomHead head, List<StateKey> keys) {
    return views.call(v -> v.stateAt(head.room().nid(), head.current().nid(), keys));
  }

  private static @Nullable Event event(Map<StateKey, StoredEvent> state, StateKey key) {
    StoredEvent stored = state.get(key);
    return stored == null ? null : stored.event();
  }
}
