package org.ashlar.room.core;

import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.store.Mentions;
import org.ashlar.store.Relation;
import org.jspecify.annotations.Nullable;

/// What an event's content says about others: relation and mentions.
final class EventFacts {
  private EventFacts() {}

  static @Nullable Relation relation(Event event) {
    return relation(event.content());
  }

  static @Nullable Relation relation(JsonObject content) {
    return Relation.of(content);
  }

  static Mentions mentions(Event event) {
    return Mentions.of(event.content());
  }
}
