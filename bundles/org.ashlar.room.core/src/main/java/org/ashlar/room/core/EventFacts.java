package org.ashlar.room.core;

import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.store.Mentions;
import org.ashlar.store.Relation;
import org.jspecify.annotations.Nullable;

/// What an event's content says about others: relation and mentions.
final class EventFacts {
  private EventFacts() {}

  /// @spec https://spec.matrix.org/v1.19/client-server-api/#forming-relationships-between-events
  ///   Relations
  static @Nullable Relation relation(Event event) {
    return relation(event.content());
  }

  static @Nullable Relation relation(JsonObject content) {
    JsonObject relates = content.object("m.relates_to").orElse(JsonObject.EMPTY);
    EventId target = relates.string("event_id").flatMap(EventId::parse).orElse(null);
    String type = relates.string("rel_type").orElse(null);
    return target == null || type == null
        ? null
        : new Relation(target, type, relates.string("key").orElse(null));
  }

  /// @spec https://spec.matrix.org/v1.19/client-server-api/#user-and-room-mentions Mentions
  static Mentions mentions(Event event) {
    JsonObject mentions = event.content().object("m.mentions").orElse(null);
    return mentions == null
        ? Mentions.NONE
        : new Mentions(
            mentions.array("user_ids").map(JsonArray::strings).orElse(java.util.List.of()),
            mentions.bool("room").orElse(false));
  }
}
