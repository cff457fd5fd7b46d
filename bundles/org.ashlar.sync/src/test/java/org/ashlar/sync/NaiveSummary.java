package org.ashlar.sync;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.StateKey;
import org.ashlar.store.StoredEvent;

/// The summary of a room as the specification describes it, from a whole state.
final class NaiveSummary {
  private NaiveSummary() {}

  static JsonObject of(Map<StateKey, StoredEvent> state, UserId reader) {
    JsonObject.Builder json = JsonObject.builder();
    if (isUnset(state, "m.room.name", "name")
        && isUnset(state, "m.room.canonical_alias", "alias")) {
      List<String> there = members(state, reader, List.of("join", "invite"));
      json.put(
          "m.heroes",
          JsonArray.ofStrings(
              there.isEmpty() ? members(state, reader, List.of("leave", "ban")) : there));
    }
    return json.put("m.joined_member_count", count(state, "join"))
        .put("m.invited_member_count", count(state, "invite"))
        .build();
  }

  private static boolean isUnset(Map<StateKey, StoredEvent> state, String type, String member) {
    StoredEvent event = state.get(new StateKey(type, ""));
    return event == null || event.event().content().string(member).orElse("").isEmpty();
  }

  private static long count(Map<StateKey, StoredEvent> state, String membership) {
    return state.keySet().stream()
        .filter(StateMaps::isMember)
        .filter(key -> Chronicle.membership(state, new UserId(key.key())).equals(membership))
        .count();
  }

  /// The first five in the order of their member events.
  private static List<String> members(
      Map<StateKey, StoredEvent> state, UserId reader, List<String> memberships) {
    List<StoredEvent> events = new ArrayList<>(state.values());
    events.sort(Comparator.comparingLong(OwnHistory::number));
    return events.stream()
        .filter(event -> StateMaps.isMember(event.event().key()))
        .map(event -> event.event().key().key())
        .filter(user -> !user.equals(reader.value()))
        .filter(user -> memberships.contains(Chronicle.membership(state, new UserId(user))))
        .limit(5)
        .toList();
  }
}
