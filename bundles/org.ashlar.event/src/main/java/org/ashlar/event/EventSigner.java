package org.ashlar.event;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
import org.ashlar.base.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// Turns drafts into events of this server: hash, signature, id. Immutable; any thread.
///
/// @spec
///   https://spec.matrix.org/v1.19/server-server-api/#adding-hashes-and-signatures-to-outgoing-events
///   Adding hashes and signatures
public final class EventSigner {
  private static final int OPAQUE_BYTES = 18;

  private final ServerName server;
  private final SigningKey key;
  private final SecureRandom random = new SecureRandom();

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
  /// @throws IllegalArgumentException when the draft has no room and the version needs one, or has
  ///   references and the version wants their hashes
  public Event sign(EventDraft draft, RoomVersion version) {
    return sign(
        draft,
        version,
        id -> {
          throw new IllegalArgumentException("the reference hash of " + id + " is needed");
        });
  }

  /// Makes an event of any version. Costs about one Ed25519 signature.
  ///
  /// @param draft what the event says
  /// @param version its room version
  /// @param hashes the reference hashes of the events that the draft names; only asked where
  ///   [RoomVersion#hasHashedReferences]
  /// @return the event
  /// @throws MatrixException as in [#sign(EventDraft, RoomVersion)]
  /// @throws IllegalArgumentException when the draft has no room and the version needs one
  public Event sign(EventDraft draft, RoomVersion version, Function<EventId, byte[]> hashes) {
    EventLimits.requireFields(draft.type(), draft.stateKey());
    JsonObject content = content(draft, version);
    CanonicalJson.require(content, version);
    JsonRaw written = new JsonRaw(Json.writeSorted(content));
    String given = version.eventIds() == RoomVersion.EventIds.GIVEN ? newId() : null;
    Form form = new Form(draft, version, written, given, hashes);
    return sign(
        form,
        version.has(RoomVersion.Behavior.STRICT_CANONICAL_JSON)
            ? content
            : Json.parseObject(written.utf8()));
  }

  private Event sign(Form form, JsonObject content) {
    EventDraft draft = form.draft;
    RoomVersion version = form.version;
    JsonObject hashes =
        JsonObject.of("sha256", text(Sha256.of(form.write(form.content, null, null))));
    JsonRaw redactedContent =
        new JsonRaw(Json.writeSorted(Redaction.redactContent(draft.type(), content, version)));
    byte[] protectedBytes = form.writeRedacted(redactedContent, hashes);
    JsonObject signatures =
        JsonObject.of(server.value(), JsonObject.of(key.id(), text(key.sign(protectedBytes))));
    byte[] bytes = form.write(form.content, hashes, signatures);
    EventLimits.requirePdu(bytes);
    EventId id =
        form.givenId == null
            ? ReferenceHash.eventId(Sha256.of(protectedBytes), version)
            : new EventId(form.givenId);
    return new Event(id, version, bytes, new EventFields(bytes, id, version, content));
  }

  /// An id of this server, where ids are no hashes.
  private String newId() {
    byte[] opaque = new byte[OPAQUE_BYTES];
    random.nextBytes(opaque);
    return "$" + UnpaddedBase64.encodeUrlSafe(opaque) + ":" + server.value();
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
    private final RoomVersion version;
    private final @Nullable String givenId;

    Form(
        EventDraft draft,
        RoomVersion version,
        JsonRaw content,
        @Nullable String givenId,
        Function<EventId, byte[]> hashes) {
      if (draft.roomId() == null
          && !(version.has(RoomVersion.Behavior.ROOM_ID_IS_CREATE_HASH)
              && draft.type().equals(EventTypes.CREATE))) {
        throw new IllegalArgumentException("the draft has no room");
      }
      this.draft = draft;
      this.version = version;
      this.content = content;
      this.givenId = givenId;
      boolean hashed = version.hasHashedReferences();
      this.authEvents = hashed ? pairs(draft.authEvents(), hashes) : ids(draft.authEvents());
      this.prevEvents = hashed ? pairs(draft.prevEvents(), hashes) : ids(draft.prevEvents());
      EventId redacts = draft.redacts();
      this.topRedacts =
          redacts == null || version.has(RoomVersion.Behavior.REDACTS_IN_CONTENT)
              ? null
              : redacts.value();
    }

    private static JsonRaw ids(List<EventId> ids) {
      return new JsonRaw(Json.write(JsonArray.ofStrings(ids)));
    }

    private static JsonRaw pairs(List<EventId> ids, Function<EventId, byte[]> hashes) {
      List<JsonValue> pairs = new ArrayList<>(ids.size());
      for (EventId id : ids) {
        JsonObject hash = JsonObject.of("sha256", text(hashes.apply(id)));
        pairs.add(new JsonArray(List.of(new JsonString(id.value()), hash)));
      }
      return new JsonRaw(Json.write(new JsonArray(pairs)));
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
          .putIfPresent("event_id", givenId)
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
