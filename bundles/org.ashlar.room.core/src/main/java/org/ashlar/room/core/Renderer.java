package org.ashlar.room.core;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.event.ClientEvent;
import org.ashlar.event.Event;
import org.ashlar.room.Requester;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.Transaction;

/// Writes events for one reader: what all readers share, and `unsigned`.
final class Renderer {
  private final StateAccess state;
  private final InstantSource clock;

  Renderer(StateAccess state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  List<JsonRaw> render(Requester reader, List<StoredEvent> events, boolean withRoomId) {
    long now = clock.millis();
    List<JsonRaw> rendered = new ArrayList<>(events.size());
    for (StoredEvent stored : events) {
      Event event = stored.event();
      RoomId room = withRoomId ? event.roomId() : null;
      rendered.add(
          ClientEvent.with(ClientEvent.shared(event), room, unsigned(reader, stored, now)));
    }
    return rendered;
  }

  private JsonObject unsigned(Requester reader, StoredEvent stored, long now) {
    JsonObject.Builder unsigned =
        JsonObject.builder().put("age", Math.max(0, now - stored.event().originServerTs()));
    Transaction transaction = stored.transaction();
    if (transaction != null
        && transaction.user().equals(reader.user())
        && transaction.device().equals(reader.deviceOrEmpty())) {
      unsigned.put("transaction_id", transaction.transactionId());
    }
    if (stored.event().isState() && stored.rootBefore() != 0) {
      StoredEvent replaced =
          state.stateEvent(stored.roomNid(), stored.rootBefore(), stored.event().key());
      if (replaced != null) {
        unsigned.put("prev_content", replaced.event().content());
        unsigned.put("replaces_state", replaced.event().id().value());
      }
    }
    return unsigned.build();
  }
}
