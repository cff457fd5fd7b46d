package org.ashlar.push.core;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.push.core.rule.RoomFacts;
import org.ashlar.room.auth.PowerLevels;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// What rules ask of the room of one event; read when they do.
record ArrivalFacts(
    Sources sources, long roomNid, UserId reader, Arrival arrival, LongSupplier joined)
    implements RoomFacts {
  private static final StateKey CREATE = new StateKey(EventTypes.CREATE, "");
  private static final StateKey POWER_LEVELS = new StateKey(EventTypes.POWER_LEVELS, "");

  @Override
  public long joinedMembers() {
    return joined.getAsLong();
  }

  @Override
  public @Nullable String readerName() {
    StateKey member = StateKey.member(reader);
    StoredEvent found = state(List.of(member)).get(member);
    return found == null ? null : found.event().content().string("displayname").orElse(null);
  }

  @Override
  public boolean senderMayNotify(String kind) {
    Map<StateKey, StoredEvent> state = state(List.of(CREATE, POWER_LEVELS));
    PowerLevels levels = PowerLevels.of(event(state.get(POWER_LEVELS)), event(state.get(CREATE)));
    return levels.user(arrival.sender()) >= levels.notification(kind);
  }

  private Map<StateKey, StoredEvent> state(List<StateKey> keys) {
    StoredEvent stored = arrival.stored();
    StoredEvent known =
        stored == null
            ? sources
                .store()
                .call(store -> store.eventsByNid(List.of(arrival.nid())))
                .get(arrival.nid())
            : stored;
    return known == null
        ? Map.of()
        : sources.views().call(views -> views.stateAt(roomNid, known.rootBefore(), keys));
  }

  private static @Nullable Event event(@Nullable StoredEvent stored) {
    return stored == null ? null : stored.event();
  }
}
