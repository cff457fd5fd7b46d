package org.ashlar.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// The members of a PDU as typed values.
record EventFields(
    RoomId roomId,
    String type,
    @Nullable String stateKey,
    UserId sender,
    JsonObject content,
    long originServerTs,
    long depth,
    List<EventId> prevEvents,
    List<EventId> authEvents,
    @Nullable EventId redacts) {

  /// Reads a PDU that was checked when it was stored.
  static EventFields of(JsonObject pdu, EventId id, RoomVersion version) {
    String type = pdu.string("type").orElseThrow(() -> missing("type"));
    JsonObject content = pdu.object("content").orElseThrow(() -> missing("content"));
    return new EventFields(
        roomId(pdu, id, version),
        type,
        pdu.string("state_key").orElse(null),
        new UserId(pdu.string("sender").orElseThrow(() -> missing("sender"))),
        content,
        pdu.integer("origin_server_ts").orElseThrow(() -> missing("origin_server_ts")),
        pdu.integer("depth").orElseThrow(() -> missing("depth")),
        references(pdu, "prev_events"),
        references(pdu, "auth_events"),
        type.equals(EventTypes.REDACTION) ? redacts(pdu, content, version) : null);
  }

  private static RoomId roomId(JsonObject pdu, EventId id, RoomVersion version) {
    Optional<String> roomId = pdu.string("room_id");
    if (roomId.isEmpty() && version.has(RoomVersion.Behavior.ROOM_ID_IS_CREATE_HASH)) {
      return ReferenceHash.roomId(id);
    }
    return new RoomId(roomId.orElseThrow(() -> missing("room_id")));
  }

  private static @Nullable EventId redacts(
      JsonObject pdu, JsonObject content, RoomVersion version) {
    JsonObject holder = version.has(RoomVersion.Behavior.REDACTS_IN_CONTENT) ? content : pdu;
    return holder.string("redacts").flatMap(EventId::parse).orElse(null);
  }

  /// References are ids, or pairs of id and hashes in versions 1 and 2.
  private static List<EventId> references(JsonObject pdu, String name) {
    JsonArray array = pdu.array(name).orElseThrow(() -> missing(name));
    List<EventId> ids = new ArrayList<>(array.size());
    for (JsonValue value : array) {
      JsonValue id =
          value instanceof JsonArray pair && pair.size() > 0 ? pair.values().get(0) : value;
      if (!(id instanceof JsonString text)) {
        throw new IllegalArgumentException("not an event reference in " + name);
      }
      ids.add(new EventId(text.value()));
    }
    return List.copyOf(ids);
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("the event has no " + name);
  }
}
