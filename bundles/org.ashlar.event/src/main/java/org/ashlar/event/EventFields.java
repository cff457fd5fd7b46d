package org.ashlar.event;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.PduSpans.Member;
import org.jspecify.annotations.Nullable;

/// The members of a PDU as typed values, each decoded when it is first asked for. A race decodes
/// twice and keeps either result; both are the same immutable value.
final class EventFields {
  private final PduSpans spans;
  private final EventId id;
  private final RoomVersion version;
  private @Nullable String type;
  private @Nullable String stateKey;
  private @Nullable UserId sender;
  private @Nullable RoomId roomId;
  private @Nullable JsonObject content;
  private @Nullable List<EventId> prevEvents;
  private @Nullable List<EventId> authEvents;

  /// Takes a PDU that was checked when it was stored.
  ///
  /// @param content its content if it is at hand
  EventFields(byte[] pdu, EventId id, RoomVersion version, @Nullable JsonObject content) {
    this.spans = new PduSpans(pdu);
    this.id = id;
    this.version = version;
    this.content = content;
  }

  PduSpans spans() {
    return spans;
  }

  RoomId roomId() {
    RoomId known = roomId;
    if (known == null) {
      known =
          !spans.has(Member.ROOM_ID) && version.has(RoomVersion.Behavior.ROOM_ID_IS_CREATE_HASH)
              ? ReferenceHash.roomId(id)
              : new RoomId(string(Member.ROOM_ID));
      roomId = known;
    }
    return known;
  }

  String type() {
    String known = type;
    if (known == null) {
      known = string(Member.TYPE);
      type = known;
    }
    return known;
  }

  boolean isState() {
    return spans.has(Member.STATE_KEY);
  }

  @Nullable String stateKey() {
    String known = stateKey;
    if (known == null && isState()) {
      known = string(Member.STATE_KEY);
      stateKey = known;
    }
    return known;
  }

  UserId sender() {
    UserId known = sender;
    if (known == null) {
      known = new UserId(string(Member.SENDER));
      sender = known;
    }
    return known;
  }

  JsonObject content() {
    JsonObject known = content;
    if (known == null) {
      known =
          spans.value(Member.CONTENT) instanceof JsonObject object
              ? object
              : missing(Member.CONTENT);
      content = known;
    }
    return known;
  }

  long originServerTs() {
    return integer(Member.ORIGIN_SERVER_TS);
  }

  long depth() {
    return integer(Member.DEPTH);
  }

  List<EventId> prevEvents() {
    List<EventId> known = prevEvents;
    if (known == null) {
      known = references(Member.PREV_EVENTS);
      prevEvents = known;
    }
    return known;
  }

  List<EventId> authEvents() {
    List<EventId> known = authEvents;
    if (known == null) {
      known = references(Member.AUTH_EVENTS);
      authEvents = known;
    }
    return known;
  }

  @Nullable EventId redacts() {
    if (!type().equals(EventTypes.REDACTION)) {
      return null;
    }
    String target =
        version.has(RoomVersion.Behavior.REDACTS_IN_CONTENT)
            ? content().string("redacts").orElse(null)
            : spans.string(Member.REDACTS);
    return target == null ? null : EventId.parse(target).orElse(null);
  }

  /// References are ids, or pairs of id and hashes in versions 1 and 2.
  private List<EventId> references(Member member) {
    if (!(spans.value(member) instanceof JsonArray array)) {
      return missing(member);
    }
    List<EventId> ids = new ArrayList<>(array.size());
    for (JsonValue value : array) {
      JsonValue reference =
          value instanceof JsonArray pair && pair.size() > 0 ? pair.values().get(0) : value;
      if (!(reference instanceof JsonString text)) {
        throw new IllegalArgumentException("not an event reference in " + member);
      }
      ids.add(new EventId(text.value()));
    }
    return List.copyOf(ids);
  }

  private String string(Member member) {
    String text = spans.string(member);
    return text == null ? missing(member) : text;
  }

  private long integer(Member member) {
    Long number = spans.integer(member);
    return number == null ? missing(member) : number;
  }

  private static <T> T missing(Member member) {
    throw new IllegalArgumentException("the event has no " + member);
  }
}
