package org.ashlar.room.core;

import java.util.List;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.TypePatterns;
import org.jspecify.annotations.Nullable;

/// A `RoomEventFilter`, as far as it chooses among events of one room.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#filtering Filtering
final class EventFilter {
  private final @Nullable TypePatterns types;
  private final TypePatterns notTypes;
  private final @Nullable List<String> senders;
  private final List<String> notSenders;
  private final @Nullable List<String> rooms;
  private final List<String> notRooms;
  private final @Nullable Boolean containsUrl;
  private final boolean lazyMembers;

  EventFilter(JsonObject filter) {
    types = filter.array("types").map(EventFilter::patterns).orElse(null);
    notTypes = filter.array("not_types").map(EventFilter::patterns).orElse(TypePatterns.NONE);
    senders = filter.array("senders").map(JsonArray::strings).orElse(null);
    notSenders = filter.array("not_senders").map(JsonArray::strings).orElse(List.of());
    rooms = filter.array("rooms").map(JsonArray::strings).orElse(null);
    notRooms = filter.array("not_rooms").map(JsonArray::strings).orElse(List.of());
    containsUrl = filter.bool("contains_url").orElse(null);
    lazyMembers = filter.bool("lazy_load_members").orElse(false);
  }

  /// Whether the senders' member events are wanted.
  boolean lazyMembers() {
    return lazyMembers;
  }

  /// Whether anything of a room is wanted.
  boolean accepts(RoomId room) {
    return (rooms == null || rooms.contains(room.value())) && !notRooms.contains(room.value());
  }

  boolean accepts(Event event) {
    return (types == null || types.matches(event.type()))
        && !notTypes.matches(event.type())
        && (senders == null || senders.contains(event.sender().value()))
        && !notSenders.contains(event.sender().value())
        && (containsUrl == null || containsUrl == event.content().has("url"));
  }

  private static TypePatterns patterns(JsonArray globs) {
    return TypePatterns.of(globs.strings());
  }
}
