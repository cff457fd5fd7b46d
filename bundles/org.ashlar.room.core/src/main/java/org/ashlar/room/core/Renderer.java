package org.ashlar.room.core;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.event.ClientEvent;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.Requester;
import org.ashlar.room.StateQuery;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.Transaction;
import org.jspecify.annotations.Nullable;

/// Writes events for one reader: what all readers share, and `unsigned`.
final class Renderer {
  private final StateBatch states;
  private final InstantSource clock;

  Renderer(StateBatch states, InstantSource clock) {
    this.states = states;
    this.clock = clock;
  }

  List<JsonRaw> render(Requester reader, List<StoredEvent> events, boolean withRoomId) {
    long now = clock.millis();
    Map<Long, StoredEvent> replaced = replaced(events);
    List<JsonRaw> rendered = new ArrayList<>(events.size());
    for (StoredEvent stored : events) {
      Event event = stored.event();
      RoomId room = withRoomId ? event.roomId() : null;
      rendered.add(
          ClientEvent.with(
              ClientEvent.shared(event),
              room,
              unsigned(reader, stored, replaced.get(stored.nid()), now)));
    }
    return rendered;
  }

  /// For the numbers of state events, what they replaced in the states before them.
  private Map<Long, StoredEvent> replaced(List<StoredEvent> events) {
    List<StoredEvent> replacing = new ArrayList<>();
    List<StateQuery> queries = new ArrayList<>();
    for (StoredEvent stored : events) {
      if (stored.event().isState() && stored.rootBefore() != 0) {
        replacing.add(stored);
        queries.add(
            StateQuery.of(stored.roomNid(), stored.rootBefore(), Set.of(stored.event().key())));
      }
    }
    List<Map<StateKey, StoredEvent>> found = states.read(queries);
    Map<Long, StoredEvent> replaced = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      StoredEvent stored = replacing.get(i);
      StoredEvent before = found.get(i).get(stored.event().key());
      if (before != null) {
        replaced.put(stored.nid(), before);
      }
    }
    return replaced;
  }

  private static JsonObject unsigned(
      Requester reader, StoredEvent stored, @Nullable StoredEvent replaced, long now) {
    JsonObject.Builder unsigned =
        JsonObject.builder().put("age", Math.max(0, now - stored.event().originServerTs()));
    Transaction transaction = stored.transaction();
    if (transaction != null
        && transaction.user().equals(reader.user())
        && transaction.device().equals(reader.deviceOrEmpty())) {
      unsigned.put("transaction_id", transaction.transactionId());
    }
    if (replaced != null) {
      unsigned.put("prev_content", replaced.event().content());
      unsigned.put("replaces_state", replaced.event().id().value());
    }
    return unsigned.build();
  }
}
