package org.ashlar.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
  private static final byte[] ROOM_ID = ",\"room_id\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] UNSIGNED = ",\"unsigned\":".getBytes(StandardCharsets.US_ASCII);

  private ClientEvent() {}

  /// The part that all readers share: content, event_id, origin_server_ts, sender, state_key, type;
  /// for a redaction also `redacts`, at the top and in the content, whatever the version.
  ///
  /// @param event the event
  /// @return a JSON object in UTF-8, without `room_id` and `unsigned`; must not be changed
  public static byte[] shared(Event event) {
    EventId redacts = event.redacts();
    JsonObject content = event.content();
    if (redacts != null && !content.has("redacts")) {
      content = content.with("redacts", new JsonString(redacts.value()));
    }
    return Json.write(
        JsonObject.builder()
            .put("content", content)
            .put("event_id", event.id().value())
            .put("origin_server_ts", event.originServerTs())
            .putIfPresent("redacts", redacts == null ? null : redacts.value())
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
    ByteArrayOutputStream out = new ByteArrayOutputStream(shared.length + 128);
    out.write(shared, 0, shared.length - 1);
    if (roomId != null) {
      out.writeBytes(ROOM_ID);
      out.writeBytes(Json.write(new JsonString(roomId.value())));
    }
    if (unsigned != null && withUnsigned) {
      out.writeBytes(UNSIGNED);
      out.writeBytes(Json.write(unsigned));
    }
    out.write('}');
    return new JsonRaw(out.toByteArray());
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
