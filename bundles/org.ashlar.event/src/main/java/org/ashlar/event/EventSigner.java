package org.ashlar.event;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.base.json.JsonString;
import org.jspecify.annotations.Nullable;

/// Turns drafts into events of this server: hash, signature, id. Immutable; any thread.
///
/// @spec
///   https://spec.matrix.org/v1.19/server-server-api/#adding-hashes-and-signatures-to-outgoing-events
///   Adding hashes and signatures
public final class EventSigner {
  private final ServerName server;
  private final SigningKey key;

  /// @param server the name that signs
  /// @param key its key
  public EventSigner(ServerName server, SigningKey key) {
    this.server = server;
    this.key = key;
  }

  /// Makes an event. Costs about one Ed25519 signature.
  ///
  /// @param draft what the event says
  /// @param version its room version
  /// @return the event
  /// @throws MatrixException 400 `M_BAD_JSON` when the content is not canonical JSON, 413
  ///   `M_TOO_LARGE` when the event breaks a size limit
  /// @throws IllegalArgumentException when the draft has no room and the version needs one
  public Event sign(EventDraft draft, RoomVersion version) {
    EventLimits.requireFields(draft.type(), draft.stateKey());
    JsonObject content = content(draft, version);
    CanonicalJson.require(content);
    Form form = new Form(draft, version, new JsonRaw(Json.writeSorted(content)));
    JsonObject hashes =
        JsonObject.of("sha256", text(Sha256.of(form.write(form.content, null, null))));
    JsonRaw redactedContent =
        new JsonRaw(Json.writeSorted(Redaction.redactContent(draft.type(), content, version)));
    byte[] protectedBytes = form.writeRedacted(redactedContent, hashes);
    JsonObject signatures =
        JsonObject.of(server.value(), JsonObject.of(key.id(), text(key.sign(protectedBytes))));
    byte[] bytes = form.write(form.content, hashes, signatures);
    EventLimits.requirePdu(bytes);
    EventId id = ReferenceHash.eventId(Sha256.of(protectedBytes), version);
    return new Event(id, version, bytes, new EventFields(bytes, id, version, content));
  }

  /// Adds this server's signature to an event of another server, as a restricted join needs it.
  ///
  /// @param event the event
  /// @return the event with one more signature and the same id
  /// @throws MatrixException 413 `M_TOO_LARGE` when it then breaks the size limit
  public Event addSignature(Event event) {
    JsonObject pdu = event.pdu();
    JsonObject redacted = Redaction.redact(pdu, event.version());
    byte[] signature = key.sign(Signatures.signedBytes(redacted));
    byte[] bytes =
        Json.writeSorted(
            pdu.with("signatures", Signatures.added(pdu, server.value(), key.id(), signature)));
    EventLimits.requirePdu(bytes);
    return Event.read(event.id(), bytes, event.version());
  }

  private static JsonObject content(EventDraft draft, RoomVersion version) {
    EventId redacts = draft.redacts();
    return redacts != null && version.has(RoomVersion.Behavior.REDACTS_IN_CONTENT)
        ? draft.content().with("redacts", new JsonString(redacts.value()))
        : draft.content();
  }

  private static JsonString text(byte[] octets) {
    return new JsonString(UnpaddedBase64.encode(octets));
  }

  /// A draft whose parts are written in canonical order, each once.
  private static final class Form {
    private final EventDraft draft;
    private final JsonRaw content;
    private final JsonRaw authEvents;
    private final JsonRaw prevEvents;
    private final @Nullable String topRedacts;

    Form(EventDraft draft, RoomVersion version, JsonRaw content) {
      if (draft.roomId() == null
          && !(version.has(RoomVersion.Behavior.ROOM_ID_IS_CREATE_HASH)
              && draft.type().equals(EventTypes.CREATE))) {
        throw new IllegalArgumentException("the draft has no room");
      }
      this.draft = draft;
      this.content = content;
      this.authEvents = ids(draft.authEvents());
      this.prevEvents = ids(draft.prevEvents());
      EventId redacts = draft.redacts();
      this.topRedacts =
          redacts == null || version.has(RoomVersion.Behavior.REDACTS_IN_CONTENT)
              ? null
              : redacts.value();
    }

    private static JsonRaw ids(List<EventId> ids) {
      return new JsonRaw(Json.write(JsonArray.ofStrings(ids)));
    }

    byte[] writeRedacted(JsonRaw redactedContent, JsonObject hashes) {
      return Json.write(members(redactedContent, hashes, null, null));
    }

    byte[] write(JsonRaw body, @Nullable JsonObject hashes, @Nullable JsonObject signatures) {
      return Json.write(members(body, hashes, signatures, topRedacts));
    }

    private JsonObject members(
        JsonRaw body,
        @Nullable JsonObject hashes,
        @Nullable JsonObject signatures,
        @Nullable String redacts) {
      RoomId room = draft.roomId();
      return JsonObject.builder()
          .put("auth_events", authEvents)
          .put("content", body)
          .put("depth", new JsonInteger(draft.depth()))
          .putIfPresent("hashes", hashes)
          .put("origin_server_ts", new JsonInteger(draft.originServerTs()))
          .put("prev_events", prevEvents)
          .putIfPresent("redacts", redacts)
          .putIfPresent("room_id", room == null ? null : room.value())
          .put("sender", draft.sender().value())
          .putIfPresent("signatures", signatures)
          .putIfPresent("state_key", draft.stateKey())
          .put("type", draft.type())
          .build();
    }
  }
}
