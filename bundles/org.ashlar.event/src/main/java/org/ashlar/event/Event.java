package org.ashlar.event;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// An event with its hashes and signatures. Immutable; any thread. Equal when the ids are equal.
///
/// It holds the canonical bytes; a member is parsed when it is first asked for.
public final class Event {
  private final EventId id;
  private final RoomVersion version;
  private final byte[] bytes;
  // A race finds them twice and keeps either result; both are the same.
  private @Nullable EventFields fields;

  Event(EventId id, RoomVersion version, byte[] bytes, @Nullable EventFields fields) {
    this.id = id;
    this.version = version;
    this.bytes = bytes;
    this.fields = fields;
  }

  /// Reads an event that the store kept, and computes its id.
  ///
  /// @param bytes what [#bytes] gave; must not be changed afterwards
  /// @param version its room version
  /// @return the event, trusted to be well-formed
  public static Event read(byte[] bytes, RoomVersion version) {
    JsonObject pdu = Json.parseObject(bytes);
    return read(ReferenceHash.eventId(pdu, version), bytes, version);
  }

  /// Takes an event that the store kept together with its id. Nothing is parsed yet.
  ///
  /// @param id its id
  /// @param bytes what [#bytes] gave; must not be changed afterwards
  /// @param version its room version
  /// @return the event, trusted to be well-formed
  public static Event read(EventId id, byte[] bytes, RoomVersion version) {
    return new Event(id, version, bytes, null);
  }

  /// Takes an event from another server. Its form is checked; neither signatures nor the content
  /// hash nor authorization are. A member `unsigned` is dropped.
  ///
  /// @param pdu the PDU
  /// @param version its room version
  /// @return the event
  /// @throws MatrixException 400 `M_BAD_JSON` when it breaks the event format of the version, 413
  ///   `M_TOO_LARGE` when it breaks a size limit
  /// @spec https://spec.matrix.org/v1.19/server-server-api/#checks-performed-on-receipt-of-a-pdu
  ///   Checks on receipt
  public static Event receive(JsonObject pdu, RoomVersion version) {
    JsonObject kept = pdu.without("unsigned");
    byte[] bytes = CanonicalJson.encode(kept, version);
    EventLimits.requirePdu(bytes);
    PduFormat.require(kept, version);
    EventId id = ReferenceHash.eventId(kept, version);
    return new Event(
        id,
        version,
        bytes,
        new EventFields(bytes, id, version, kept.object("content").orElse(null)));
  }

  EventFields fields() {
    EventFields known = fields;
    if (known == null) {
      known = new EventFields(bytes, id, version, null);
      fields = known;
    }
    return known;
  }

  /// The event's id.
  ///
  /// @return the id
  public EventId id() {
    return id;
  }

  /// The version of its room.
  ///
  /// @return the row of the version table
  public RoomVersion version() {
    return version;
  }

  /// The room; for a create event that makes its room id, the id it makes.
  ///
  /// @return the room's id
  public RoomId roomId() {
    return fields().roomId();
  }

  /// The event type.
  ///
  /// @return at most 255 bytes
  public String type() {
    return fields().type();
  }

  /// The state key.
  ///
  /// @return null when it is not a state event
  public @Nullable String stateKey() {
    return fields().stateKey();
  }

  /// Tells whether it is a state event.
  ///
  /// @return true when it has a state key
  public boolean isState() {
    return fields().isState();
  }

  /// Tells whether it is a state event of a type with the empty key.
  ///
  /// @param type an event type
  /// @return true when it is
  public boolean isState(String type) {
    return "".equals(fields().stateKey()) && fields().type().equals(type);
  }

  /// Its place in the room's state.
  ///
  /// @return type and state key
  /// @throws IllegalStateException when it is not a state event
  public StateKey key() {
    String key = fields().stateKey();
    if (key == null) {
      throw new IllegalStateException(id + " is not a state event");
    }
    return new StateKey(fields().type(), key);
  }

  /// Who sent it.
  ///
  /// @return the user
  public UserId sender() {
    return fields().sender();
  }

  /// Its content.
  ///
  /// @return an object, empty after a redaction of most types
  public JsonObject content() {
    return fields().content();
  }

  /// When the sender's server made it, by that server's clock.
  ///
  /// @return milliseconds since 1970; may lie
  public long originServerTs() {
    return fields().originServerTs();
  }

  /// Its depth as the sender's server stated it.
  ///
  /// @return 0 to 2^53 - 1
  public long depth() {
    return fields().depth();
  }

  /// The events it follows.
  ///
  /// @return unmodifiable, empty for a create event
  public List<EventId> prevEvents() {
    return fields().prevEvents();
  }

  /// The events that authorize it.
  ///
  /// @return unmodifiable, empty for a create event
  public List<EventId> authEvents() {
    return fields().authEvents();
  }

  /// The event that it redacts.
  ///
  /// @return null when it is no redaction or names no valid id
  public @Nullable EventId redacts() {
    return fields().redacts();
  }

  /// The PDU as on the federation wire: with hashes and signatures, without `unsigned`. Parsed anew
  /// by each call.
  ///
  /// @return the whole object
  public JsonObject pdu() {
    return Json.parseObject(bytes);
  }

  /// The PDU in canonical JSON: what the store keeps.
  ///
  /// @return the event's own array, which must not be changed
  public byte[] bytes() {
    return bytes;
  }

  /// This event after redaction: the same id and signatures, protected content only.
  ///
  /// @return a new event
  public Event redacted() {
    return new Event(id, version, Json.writeSorted(Redaction.redact(pdu(), version)), null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Event event && id.equals(event.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id.value();
  }
}
