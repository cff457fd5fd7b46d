package org.ashlar.sync;

import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;

/// Collects an answer. For one thread. No device has keys for encryption yet: their counts are
/// empty.
final class SyncAnswer {
  private final JsonObject.Builder join = JsonObject.builder();
  private final JsonObject.Builder invite = JsonObject.builder();
  private final JsonObject.Builder knock = JsonObject.builder();
  private final JsonObject.Builder leave = JsonObject.builder();
  private JsonArray presence = JsonArray.EMPTY;
  private JsonArray accountData = JsonArray.EMPTY;
  private boolean empty = true;

  void accountData(JsonArray events) {
    accountData = events;
    empty &= events.size() == 0;
  }

  void presence(JsonArray events) {
    presence = events;
    empty &= events.size() == 0;
  }

  void join(RoomKey room, JsonObject section) {
    put(join, room, section);
  }

  void invite(RoomKey room, JsonArray events) {
    put(invite, room, JsonObject.of("invite_state", events(events)));
  }

  void knock(RoomKey room, JsonArray events) {
    put(knock, room, JsonObject.of("knock_state", events(events)));
  }

  void leave(RoomKey room, JsonObject section) {
    put(leave, room, section);
  }

  boolean isEmpty() {
    return empty;
  }

  byte[] write(String next) {
    JsonObject.Builder body = JsonObject.builder().put("next_batch", next);
    if (accountData.size() > 0) {
      body.put("account_data", events(accountData));
    }
    if (presence.size() > 0) {
      body.put("presence", events(presence));
    }
    body.put("device_one_time_keys_count", JsonObject.EMPTY);
    body.put("device_unused_fallback_key_types", JsonArray.EMPTY);
    JsonObject.Builder rooms = JsonObject.builder();
    section(rooms, "join", join);
    section(rooms, "invite", invite);
    section(rooms, "knock", knock);
    section(rooms, "leave", leave);
    JsonObject built = rooms.build();
    return Json.write(built.isEmpty() ? body.build() : body.put("rooms", built).build());
  }

  /// How many rooms it has, for the log.
  String extent() {
    JsonObject joined = join.build();
    long limited =
        joined.members().values().stream()
            .filter(
                room ->
                    room instanceof JsonObject section
                        && section
                            .object("timeline")
                            .flatMap(timeline -> timeline.bool("limited"))
                            .orElse(false))
            .count();
    return "%d rooms joined (%d limited), %d invited, %d knocked, %d left"
        .formatted(
            joined.members().size(),
            limited,
            invite.build().members().size(),
            knock.build().members().size(),
            leave.build().members().size());
  }

  static JsonObject events(JsonArray events) {
    return JsonObject.of("events", events);
  }

  private void put(JsonObject.Builder rooms, RoomKey room, JsonObject section) {
    rooms.put(room.id().value(), section);
    empty = false;
  }

  private static void section(JsonObject.Builder rooms, String name, JsonObject.Builder section) {
    JsonObject built = section.build();
    if (!built.isEmpty()) {
      rooms.put(name, built);
    }
  }
}
