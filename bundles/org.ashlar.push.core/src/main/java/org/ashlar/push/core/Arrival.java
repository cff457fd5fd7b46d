package org.ashlar.push.core;

import java.util.function.Supplier;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.EventTypes;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// An event that came into a room.
///
/// @param position its position
/// @param nid its number in the store
/// @param sender who sent it
/// @param type its type
/// @param member whose membership it sets, or null when it is no member event
/// @param membership which membership that is, or null
/// @param before which it was before, or null
/// @param json the event in client format, with `room_id`
/// @param stored the event where it was read from the store, else null
record Arrival(
    long position,
    long nid,
    UserId sender,
    String type,
    @Nullable String member,
    @Nullable String membership,
    @Nullable String before,
    Supplier<JsonObject> json,
    @Nullable StoredEvent stored) {
  private static final String JOIN = "join";

  /// By how many it changes the number of joined members.
  int joins() {
    return (JOIN.equals(membership) ? 1 : 0) - (JOIN.equals(before) ? 1 : 0);
  }

  /// Whether it is where a user comes in or goes; a joined user's new profile is not.
  boolean moves(UserId user) {
    return user.value().equals(member) && !(JOIN.equals(membership) && JOIN.equals(before));
  }

  /// The event that it redacts, null when it is no redaction.
  @Nullable EventId redacts() {
    if (!type.equals(EventTypes.REDACTION)) {
      return null;
    }
    JsonObject event = json.get();
    return event
        .string("redacts")
        .or(() -> event.object("content").flatMap(content -> content.string("redacts")))
        .flatMap(EventId::parse)
        .orElse(null);
  }

  /// Whether the store had it as redacted.
  boolean isRedacted() {
    return stored != null && stored.redactedBy() != 0;
  }
}
