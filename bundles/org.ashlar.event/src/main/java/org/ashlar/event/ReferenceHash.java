package org.ashlar.event;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;

/// The hash over what redaction leaves of an event: its id since room version 3.
///
/// @spec
///   https://spec.matrix.org/v1.19/server-server-api/#calculating-the-reference-hash-for-an-event
///   Reference hash
public final class ReferenceHash {
  private ReferenceHash() {}

  /// Computes the hash of a PDU.
  ///
  /// @param pdu the PDU, whole or redacted
  /// @param version its room version
  /// @return 32 bytes
  public static byte[] of(JsonObject pdu, RoomVersion version) {
    return Sha256.of(
        Json.writeSorted(Redaction.redact(pdu, version).without("signatures").without("unsigned")));
  }

  /// Computes the hash of an event.
  ///
  /// @param event the event, whole or redacted
  /// @return 32 bytes
  public static byte[] of(Event event) {
    return of(event.pdu(), event.version());
  }

  /// The id of an event.
  ///
  /// @param pdu the PDU, whole or redacted
  /// @param version its room version
  /// @return the hash with its sigil, or the given id in versions that have one
  /// @throws MatrixException 400 `M_BAD_JSON` when the version gives ids and there is none
  public static EventId eventId(JsonObject pdu, RoomVersion version) {
    return version.eventIds() == RoomVersion.EventIds.GIVEN
        ? pdu.string("event_id")
            .flatMap(EventId::parse)
            .orElseThrow(() -> MatrixException.badJson("The event has no valid event_id."))
        : eventId(of(pdu, version), version);
  }

  static EventId eventId(byte[] hash, RoomVersion version) {
    return new EventId(
        "$"
            + (version.eventIds() == RoomVersion.EventIds.HASH
                ? UnpaddedBase64.encode(hash)
                : UnpaddedBase64.encodeUrlSafe(hash)));
  }

  /// The room that a create event makes, where the version derives the room id from it.
  ///
  /// @param create the id of the create event
  /// @return the same hash with the sigil of rooms
  /// @spec https://spec.matrix.org/v1.19/rooms/v12/#event-format Room ids of version 12
  public static RoomId roomId(EventId create) {
    return new RoomId("!" + create.value().substring(1));
  }

  /// The create event of a room, where the version derives the room id from it.
  ///
  /// @param room the room
  /// @return the same hash with the sigil of events
  public static EventId createEventId(RoomId room) {
    return new EventId("$" + room.value().substring(1));
  }
}
