package org.ashlar.sync;

import java.util.Set;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonException;
import org.ashlar.base.json.JsonNull;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// What a reader wants of `/sync`. `fields` and `federation` say how the events of timelines and
/// states are written; everything else is given whole and in the client format.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3useruseridfilter
///   Filters
record SyncFilter(
    EventFilter presence,
    EventFilter accountData,
    EventFilter timeline,
    EventFilter state,
    EventFilter ephemeral,
    EventFilter roomAccountData,
    @Nullable Set<String> rooms,
    Set<String> notRooms,
    boolean includeLeave,
    EventFields fields,
    boolean federation) {
  static final SyncFilter NONE = of(JsonObject.EMPTY);

  /// Reads a filter.
  ///
  /// @throws MatrixException 400 `M_BAD_JSON` when a member has the wrong type
  static SyncFilter of(JsonObject json) {
    JsonObject room = object(json, "room");
    return new SyncFilter(
        EventFilter.of(object(json, "presence")),
        EventFilter.of(object(json, "account_data")),
        EventFilter.of(object(room, "timeline")),
        EventFilter.of(object(room, "state")),
        EventFilter.of(object(room, "ephemeral")),
        EventFilter.of(object(room, "account_data")),
        EventFilter.set(EventFilter.strings(room, "rooms")),
        EventFilter.orEmpty(EventFilter.set(EventFilter.strings(room, "not_rooms"))),
        Boolean.TRUE.equals(EventFilter.bool(room, "include_leave")),
        EventFields.of(EventFilter.strings(json, "event_fields")),
        isFederation(json));
  }

  /// Reads a filter from a query parameter.
  ///
  /// @throws MatrixException 400 `M_NOT_JSON` or `M_BAD_JSON`
  static SyncFilter inline(String text) {
    try {
      if (Json.parse(text) instanceof JsonObject object) {
        return of(object);
      }
    } catch (JsonException e) {
      throw new MatrixException(
          ErrorCode.NOT_JSON, 400, "The filter is not JSON: " + e.getMessage() + ".");
    }
    throw MatrixException.badJson("The filter must be a JSON object.");
  }

  boolean wantsRoom(String room) {
    return (rooms == null || rooms.contains(room)) && !notRooms.contains(room);
  }

  /// Tells whether events or receipts that change the counts of a room may be left out.
  boolean hidesCounted(String room) {
    return !timeline.isOpen()
        || !timeline.wantsRoom(room)
        || !ephemeral.wantsType(Ephemerals.RECEIPT)
        || !ephemeral.wantsRoom(room);
  }

  private static boolean isFederation(JsonObject json) {
    JsonValue format = json.get("event_format");
    return switch (format) {
      case null -> false;
      case JsonNull _ -> false;
      case JsonString(String text) when text.equals("client") -> false;
      case JsonString(String text) when text.equals("federation") -> true;
      default -> throw EventFilter.bad("event_format", "client or federation");
    };
  }

  private static JsonObject object(JsonObject json, String name) {
    JsonValue value = json.get(name);
    return switch (value) {
      case null -> JsonObject.EMPTY;
      case JsonNull _ -> JsonObject.EMPTY;
      case JsonObject object -> object;
      default -> throw EventFilter.bad(name, "an object");
    };
  }
}
