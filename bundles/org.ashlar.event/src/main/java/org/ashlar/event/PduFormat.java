package org.ashlar.event;

import java.util.Optional;
import java.util.OptionalLong;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;

/// Checks the form of a PDU that comes from elsewhere.
final class PduFormat {
  private PduFormat() {}

  static void require(JsonObject pdu, RoomVersion version) {
    String type = string(pdu, "type");
    String sender = string(pdu, "sender");
    EventLimits.requireField("sender", sender);
    demand(UserId.parse(sender).isPresent(), "sender");
    EventLimits.requireFields(type, pdu.has("state_key") ? string(pdu, "state_key") : null);
    if (version.eventIds() == RoomVersion.EventIds.GIVEN) {
      EventLimits.requireField("event_id", string(pdu, "event_id"));
    }
    requireRoom(pdu, type, version);
    demand(pdu.object("content").isPresent(), "content");
    integer(pdu, "origin_server_ts");
    long depth = integer(pdu, "depth");
    demand(depth >= 0 && depth <= mostDepth(version), "depth");
    requireReferences(pdu, "prev_events", EventLimits.MAX_PREV_EVENTS, version);
    requireReferences(pdu, "auth_events", EventLimits.MAX_AUTH_EVENTS, version);
    demand(pdu.object("hashes").flatMap(hashes -> hashes.string("sha256")).isPresent(), "hashes");
    requireSignatures(pdu);
  }

  private static void requireRoom(JsonObject pdu, String type, RoomVersion version) {
    boolean makesItsId =
        version.has(RoomVersion.Behavior.ROOM_ID_IS_CREATE_HASH)
            && type.equals(EventTypes.CREATE)
            && pdu.string("state_key").filter(String::isEmpty).isPresent();
    if (!makesItsId || pdu.has("room_id")) {
      String roomId = string(pdu, "room_id");
      EventLimits.requireField("room_id", roomId);
      demand(RoomId.parse(roomId).isPresent(), "room_id");
    }
  }

  private static void requireReferences(
      JsonObject pdu, String name, int most, RoomVersion version) {
    Optional<JsonArray> references = pdu.array(name);
    demand(references.isPresent() && references.get().size() <= most, name);
    for (JsonValue reference : references.orElse(JsonArray.EMPTY)) {
      demand(version.hasHashedReferences() ? isPair(reference) : isId(reference), name);
    }
  }

  /// An id with hashes of the event that it names. The hashes are not looked at: nobody does.
  private static boolean isPair(JsonValue reference) {
    return reference instanceof JsonArray pair
        && pair.size() == 2
        && isId(pair.values().get(0))
        && pair.values().get(1) instanceof JsonObject;
  }

  private static boolean isId(JsonValue reference) {
    return reference instanceof JsonString text && EventId.parse(text.value()).isPresent();
  }

  private static long mostDepth(RoomVersion version) {
    return version.has(RoomVersion.Behavior.STRICT_CANONICAL_JSON)
        ? JsonInteger.MAX_CANONICAL
        : Long.MAX_VALUE;
  }

  private static void requireSignatures(JsonObject pdu) {
    JsonObject signatures = pdu.object("signatures").orElse(null);
    demand(signatures != null, "signatures");
    for (String server : signatures == null ? JsonObject.EMPTY.names() : signatures.names()) {
      demand(signatures != null && signatures.object(server).isPresent(), "signatures");
    }
  }

  private static String string(JsonObject pdu, String name) {
    return pdu.string(name).orElseThrow(() -> malformed(name));
  }

  private static long integer(JsonObject pdu, String name) {
    OptionalLong number = pdu.integer(name);
    demand(number.isPresent(), name);
    return number.orElse(0);
  }

  private static void demand(boolean holds, String name) {
    if (!holds) {
      throw malformed(name);
    }
  }

  private static MatrixException malformed(String name) {
    return MatrixException.badJson("The event's " + name + " is missing or malformed.");
  }
}
