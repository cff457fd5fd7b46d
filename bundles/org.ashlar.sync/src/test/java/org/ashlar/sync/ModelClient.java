package org.ashlar.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.StateKey;
import org.ashlar.stream.SyncRequest;

/// A client as the specification wants it: it applies answers and believes nothing else.
final class ModelClient {
  final UserId user;
  final String device;
  final String filter;
  final boolean stateAfter;
  final Map<String, RoomModel> rooms = new LinkedHashMap<>();
  final Map<String, JsonObject> accountData = new HashMap<>();
  String since;

  ModelClient(UserId user, String device, String filter, boolean stateAfter) {
    this.user = user;
    this.device = device;
    this.filter = filter;
    this.stateAfter = stateAfter;
  }

  /// The client as it is now, to go on from here another time.
  ModelClient copy() {
    ModelClient copy = new ModelClient(user, device, filter, stateAfter);
    copy.since = since;
    copy.accountData.putAll(accountData);
    rooms.forEach((id, room) -> copy.rooms.put(id, room.copy()));
    return copy;
  }

  /// A room as the client believes it.
  static final class RoomModel {
    String section = "";
    final Map<StateKey, String> state = new HashMap<>();
    final List<String> timeline = new ArrayList<>();
    final Set<String> senders = new HashSet<>();
    final Map<String, String> receipts = new HashMap<>();
    final Map<String, JsonObject> accountData = new HashMap<>();
    JsonArray typing = JsonArray.EMPTY;
    JsonObject summary = JsonObject.EMPTY;
    boolean wasJoined;

    RoomModel copy() {
      RoomModel copy = new RoomModel();
      copy.section = section;
      copy.state.putAll(state);
      copy.timeline.addAll(timeline);
      copy.senders.addAll(senders);
      copy.receipts.putAll(receipts);
      copy.accountData.putAll(accountData);
      copy.typing = typing;
      copy.summary = summary;
      copy.wasJoined = wasJoined;
      return copy;
    }
  }

  SyncRequest request(boolean fullState) {
    return new SyncRequest(user, device, false, since, filter, fullState, stateAfter, false, null);
  }

  void apply(JsonObject answer) {
    since = answer.string("next_batch").orElseThrow();
    data(answer, accountData);
    JsonObject sections = answer.object("rooms").orElse(JsonObject.EMPTY);
    for (String section : List.of("join", "leave")) {
      JsonObject found = sections.object(section).orElse(JsonObject.EMPTY);
      found.members().forEach((room, value) -> room(room, section, (JsonObject) value));
    }
    for (String section : List.of("invite", "knock")) {
      for (String room : sections.object(section).orElse(JsonObject.EMPTY).names()) {
        rooms.computeIfAbsent(room, key -> new RoomModel()).section = section;
      }
    }
  }

  private void room(String id, String section, JsonObject json) {
    RoomModel room = rooms.computeIfAbsent(id, key -> new RoomModel());
    if (section.equals("join") && !room.section.equals("join")) {
      room.state.clear();
    }
    room.section = section;
    room.wasJoined |= section.equals("join");
    JsonObject timeline = json.object("timeline").orElseThrow();
    if (timeline.bool("limited").orElse(false)) {
      room.timeline.clear();
      room.senders.clear();
    }
    for (JsonObject event : events(json, stateAfter ? "state_after" : "state")) {
      state(room, event);
    }
    for (JsonObject event : events(timeline)) {
      room.timeline.add(event.string("event_id").orElseThrow());
      room.senders.add(event.string("sender").orElseThrow());
      if (!stateAfter && event.has("state_key")) {
        state(room, event);
      }
    }
    for (JsonObject event : events(json, "ephemeral")) {
      ephemeral(room, event);
    }
    data(json, room.accountData);
    json.object("summary").ifPresent(summary -> room.summary = summary);
  }

  private static void state(RoomModel room, JsonObject event) {
    StateKey key =
        new StateKey(event.string("type").orElseThrow(), event.string("state_key").orElseThrow());
    room.state.put(key, event.string("event_id").orElseThrow());
  }

  private static void ephemeral(RoomModel room, JsonObject event) {
    JsonObject content = event.object("content").orElseThrow();
    if (event.string("type").orElseThrow().equals("m.typing")) {
      room.typing = content.array("user_ids").orElseThrow();
      return;
    }
    content
        .members()
        .forEach(
            (id, types) ->
                ((JsonObject) types)
                    .members()
                    .forEach(
                        (type, users) ->
                            ((JsonObject) users)
                                .names()
                                .forEach(user -> room.receipts.put(type + user, id))));
  }

  private static void data(JsonObject json, Map<String, JsonObject> into) {
    for (JsonObject event : events(json, "account_data")) {
      into.put(event.string("type").orElseThrow(), event.object("content").orElseThrow());
    }
  }

  private static List<JsonObject> events(JsonObject json, String member) {
    return json.object(member).map(ModelClient::events).orElse(List.of());
  }

  private static List<JsonObject> events(JsonObject batch) {
    return batch.array("events").orElseThrow().objects();
  }
}
