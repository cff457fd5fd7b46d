package org.ashlar.sync;

import java.util.List;
import java.util.Set;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonBoolean;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonNull;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.TypePatterns;
import org.jspecify.annotations.Nullable;

/// Which events of one kind are wanted. A list that is absent is null and lets everything pass.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#filtering Filtering
record EventFilter(
    int limit,
    @Nullable TypePatterns types,
    TypePatterns notTypes,
    @Nullable Set<String> senders,
    Set<String> notSenders,
    @Nullable Set<String> rooms,
    Set<String> notRooms,
    @Nullable Boolean containsUrl,
    boolean lazyMembers,
    boolean redundantMembers,
    boolean countsThreads) {
  static final int DEFAULT_LIMIT = 10;
  static final int MAX_LIMIT = 100;

  static final EventFilter ALL = of(JsonObject.EMPTY);

  /// Reads a filter.
  ///
  /// @throws MatrixException 400 `M_BAD_JSON` when a member has the wrong type
  static EventFilter of(JsonObject json) {
    return new EventFilter(
        limit(json),
        patterns(strings(json, "types")),
        notTypes(json),
        set(strings(json, "senders")),
        orEmpty(set(strings(json, "not_senders"))),
        set(strings(json, "rooms")),
        orEmpty(set(strings(json, "not_rooms"))),
        bool(json, "contains_url"),
        Boolean.TRUE.equals(bool(json, "lazy_load_members")),
        Boolean.TRUE.equals(bool(json, "include_redundant_members")),
        Boolean.TRUE.equals(bool(json, "unread_thread_notifications")));
  }

  /// Tells whether anything of a room is wanted.
  boolean wantsRoom(String room) {
    return (rooms == null || rooms.contains(room)) && !notRooms.contains(room);
  }

  /// Tells whether events of a type are wanted, whoever sent them.
  boolean wantsType(String type) {
    return (types == null || types.matches(type)) && !notTypes.matches(type);
  }

  boolean wantsSender(String sender) {
    return (senders == null || senders.contains(sender)) && !notSenders.contains(sender);
  }

  boolean wants(TimelineEntry entry) {
    if (isOpen()) {
      return true;
    }
    return wantsType(entry.type())
        && wantsSender(entry.sender().value())
        && (containsUrl == null || containsUrl == entry.content().has("url"));
  }

  /// Tells whether every event passes, so that none needs to be looked at.
  boolean isOpen() {
    return types == null
        && notTypes.equals(TypePatterns.NONE)
        && senders == null
        && notSenders.isEmpty()
        && containsUrl == null;
  }

  private static int limit(JsonObject json) {
    JsonValue value = json.get("limit");
    return switch (value) {
      case null -> DEFAULT_LIMIT;
      case JsonNull _ -> DEFAULT_LIMIT;
      case JsonInteger number when number.value() >= 0 -> (int) Math.min(number.value(), MAX_LIMIT);
      default -> throw bad("limit", "an integer of at least 0");
    };
  }

  static @Nullable Boolean bool(JsonObject json, String name) {
    JsonValue value = json.get(name);
    return switch (value) {
      case null -> null;
      case JsonNull _ -> null;
      case JsonBoolean bool -> bool.value();
      default -> throw bad(name, "a boolean");
    };
  }

  static @Nullable List<String> strings(JsonObject json, String name) {
    JsonValue value = json.get(name);
    if (value == null || value instanceof JsonNull) {
      return null;
    }
    if (value instanceof JsonArray array && array.strings().size() == array.size()) {
      return array.strings();
    }
    throw bad(name, "an array of strings");
  }

  static @Nullable Set<String> set(@Nullable List<String> texts) {
    return texts == null ? null : Set.copyOf(texts);
  }

  static Set<String> orEmpty(@Nullable Set<String> texts) {
    return texts == null ? Set.of() : texts;
  }

  private static TypePatterns notTypes(JsonObject json) {
    TypePatterns patterns = patterns(strings(json, "not_types"));
    return patterns == null ? TypePatterns.NONE : patterns;
  }

  private static @Nullable TypePatterns patterns(@Nullable List<String> texts) {
    return texts == null ? null : TypePatterns.of(texts);
  }

  static MatrixException bad(String name, String what) {
    return MatrixException.badJson("In the filter, " + name + " must be " + what + ".");
  }
}
