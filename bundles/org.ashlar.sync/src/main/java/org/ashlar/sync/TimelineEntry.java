package org.ashlar.sync;

import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.RingEvent;
import org.jspecify.annotations.Nullable;

/// An event on its way to a reader, from memory or from the store.
sealed interface TimelineEntry {
  EventId id();

  String type();

  @Nullable String stateKey();

  UserId sender();

  /// The number of its position.
  long number();

  JsonObject content();

  /// Its place in the room's state, null for a message.
  default @Nullable StateKey key() {
    String stateKey = stateKey();
    return stateKey == null ? null : new StateKey(type(), stateKey);
  }

  /// Whose membership it sets, null when it is no member event.
  default @Nullable String member() {
    return type().equals(EventTypes.MEMBER) ? stateKey() : null;
  }

  /// Tells whether it may change the summary of the room.
  default boolean concernsSummary() {
    return stateKey() != null
        && switch (type()) {
          case EventTypes.MEMBER, "m.room.name", "m.room.canonical_alias" -> true;
          default -> false;
        };
  }

  /// From memory.
  record Recent(RingEvent event) implements TimelineEntry {
    @Override
    public EventId id() {
      return event.id();
    }

    @Override
    public String type() {
      return event.type();
    }

    @Override
    public @Nullable String stateKey() {
      return event.stateKey();
    }

    @Override
    public UserId sender() {
      return event.sender();
    }

    @Override
    public long number() {
      return event.position().number();
    }

    @Override
    public JsonObject content() {
      return Json.parseObject(event.shared()).object("content").orElse(JsonObject.EMPTY);
    }
  }

  /// From the store.
  record Kept(StoredEvent event) implements TimelineEntry {
    @Override
    public EventId id() {
      return event.event().id();
    }

    @Override
    public String type() {
      return event.event().type();
    }

    @Override
    public @Nullable String stateKey() {
      return event.event().stateKey();
    }

    @Override
    public UserId sender() {
      return event.event().sender();
    }

    @Override
    public long number() {
      Position position = event.position();
      return position == null ? Long.MIN_VALUE : position.number();
    }

    @Override
    public JsonObject content() {
      return event.event().content();
    }
  }
}
