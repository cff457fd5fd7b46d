package org.ashlar.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.base.json.JsonString;
import org.jspecify.annotations.Nullable;

/// Events as clients see them. One array of bytes per event is shared between all readers; what
/// differs by reader is put beside it without parsing.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#room-event-format Room event format
public final class ClientEvent {
  private static final byte[] NOTHING = {};
  private static final byte[] ROOM_ID = ",\"room_id\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] UNSIGNED = ",\"unsigned\":".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] EVENT_ID = ",\"event_id\":".getBytes(StandardCharsets.US_ASCII);
  private static final List<Shared> SHARED =
      List.of(
          new Shared("{\"content\":", PduSpans.Member.CONTENT),
          new Shared(",\"origin_server_ts\":", PduSpans.Member.ORIGIN_SERVER_TS),
          new Shared(",\"sender\":", PduSpans.Member.SENDER),
          new Shared(",\"state_key\":", PduSpans.Member.STATE_KEY),
          new Shared(",\"type\":", PduSpans.Member.TYPE));

  private ClientEvent() {}

  /// A member that is copied, and what is written before it.
  private static final class Shared {
    private final byte[] name;
    private final PduSpans.Member member;

    Shared(String name, PduSpans.Member member) {
      this.name = name.getBytes(StandardCharsets.US_ASCII);
      this.member = member;
    }
  }

  /// The part that all readers share: content, event_id, origin_server_ts, sender, state_key, type;
  /// for a redaction also `redacts`, at the top and in the content, whatever the version.
  ///
  /// @param event the event
  /// @return a JSON object in UTF-8, without `room_id` and `unsigned`; must not be changed
  public static byte[] shared(Event event) {
    EventId redacts = event.redacts();
    return redacts == null ? copied(event) : redaction(event, redacts);
  }

  /// Copies the members' bytes from the PDU.
  private static byte[] copied(Event event) {
    PduSpans spans = event.fields().spans();
    byte[] id = Json.write(new JsonString(event.id().value()));
    int length = EVENT_ID.length + id.length + 1;
    for (Shared part : SHARED) {
      length += spans.has(part.member) ? part.name.length + spans.length(part.member) : 0;
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    for (Shared part : SHARED) {
      if (spans.has(part.member)) {
        out.put(part.name).put(event.bytes(), spans.start(part.member), spans.length(part.member));
      }
      if (part.member == PduSpans.Member.CONTENT) {
        out.put(EVENT_ID).put(id);
      }
    }
    return out.put((byte) '}').array();
  }

  private static byte[] redaction(Event event, EventId redacts) {
    JsonObject content = event.content();
    if (!content.has("redacts")) {
      content = content.with("redacts", new JsonString(redacts.value()));
    }
    return Json.write(
        JsonObject.builder()
            .put("content", content)
            .put("event_id", event.id().value())
            .put("origin_server_ts", event.originServerTs())
            .put("redacts", redacts.value())
            .put("sender", event.sender().value())
            .putIfPresent("state_key", event.stateKey())
            .put("type", event.type())
            .build());
  }

  /// The event for one reader.
  ///
  /// @param shared what [#shared] gave
  /// @param roomId put in as `room_id`; null where the place of the event tells the room
  /// @param unsigned put in as `unsigned`; null or empty for none
  /// @return the event, for output
  public static JsonRaw with(
      byte[] shared, @Nullable RoomId roomId, @Nullable JsonObject unsigned) {
    boolean withUnsigned = unsigned != null && !unsigned.isEmpty();
    if (roomId == null && !withUnsigned) {
      return new JsonRaw(shared);
    }
    byte[] room = roomId == null ? NOTHING : Json.write(new JsonString(roomId.value()));
    byte[] rest = unsigned == null || !withUnsigned ? NOTHING : Json.write(unsigned);
    ByteBuffer out =
        ByteBuffer.allocate(
            shared.length
                + (room.length == 0 ? 0 : ROOM_ID.length + room.length)
                + (rest.length == 0 ? 0 : UNSIGNED.length + rest.length));
    out.put(shared, 0, shared.length - 1);
    if (room.length > 0) {
      out.put(ROOM_ID).put(room);
    }
    if (rest.length > 0) {
      out.put(UNSIGNED).put(rest);
    }
    return new JsonRaw(out.put((byte) '}').array());
  }

  /// The stripped form of a state event, as invited and knocking users see it.
  ///
  /// @param event a state event
  /// @return content, sender, state_key and type
  /// @throws IllegalArgumentException when it is not a state event
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#stripped-state Stripped state
  public static JsonObject stripped(Event event) {
    String stateKey = event.stateKey();
    if (stateKey == null) {
      throw new IllegalArgumentException(event + " is not a state event");
    }
    return JsonObject.builder()
        .put("content", event.content())
        .put("sender", event.sender().value())
        .put("state_key", stateKey)
        .put("type", event.type())
        .build();
  }
}
