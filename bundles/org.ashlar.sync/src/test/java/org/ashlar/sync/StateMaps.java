package org.ashlar.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.StateKey;
import org.ashlar.store.StoredEvent;

/// States as maps, for tests.
final class StateMaps {
  private StateMaps() {}

  static Map<StateKey, StoredEvent> byKey(List<StoredEvent> events) {
    Map<StateKey, StoredEvent> state = new HashMap<>();
    events.forEach(event -> state.put(event.event().key(), event));
    return state;
  }

  static Map<StateKey, String> ids(Map<StateKey, StoredEvent> state) {
    Map<StateKey, String> ids = new HashMap<>();
    state.forEach((key, event) -> ids.put(key, event.event().id().value()));
    return ids;
  }

  /// State events as a client gets them.
  static Map<StateKey, String> ofClient(List<JsonObject> events) {
    Map<StateKey, String> state = new HashMap<>();
    for (JsonObject event : events) {
      StateKey key =
          new StateKey(event.string("type").orElseThrow(), event.string("state_key").orElseThrow());
      state.put(key, event.string("event_id").orElseThrow());
    }
    return state;
  }

  static boolean isMember(StateKey key) {
    return key.type().equals("m.room.member");
  }
}
