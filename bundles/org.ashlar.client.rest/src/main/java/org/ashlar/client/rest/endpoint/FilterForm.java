package org.ashlar.client.rest.endpoint;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The form of filters, those that are kept and those in query parameters. Members that the
/// specification does not name are let through.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#filtering Filtering
public final class FilterForm {
  private static final List<String> EVENT_LISTS =
      List.of("types", "not_types", "senders", "not_senders", "rooms", "not_rooms");
  private static final List<String> EVENT_FLAGS =
      List.of(
          "contains_url",
          "lazy_load_members",
          "include_redundant_members",
          "unread_thread_notifications");
  private static final List<String> ROOM_EVENTS =
      List.of("timeline", "state", "ephemeral", "account_data");

  private FilterForm() {}

  /// Checks a filter of `/sync`.
  ///
  /// @param filter the filter
  /// @throws MatrixException 400 `M_BAD_JSON`
  public static void check(JsonObject filter) {
    Fields fields = new Fields(filter);
    fields.strings("event_fields");
    String format = fields.string("event_format");
    if (format != null && !format.equals("client") && !format.equals("federation")) {
      throw MatrixException.badJson("The field event_format must be client or federation.");
    }
    checkPart(fields.object("presence"));
    checkPart(fields.object("account_data"));
    JsonObject room = fields.object("room");
    if (room != null) {
      checkRoom(new Fields(room));
    }
  }

  private static void checkRoom(Fields room) {
    room.strings("rooms");
    room.strings("not_rooms");
    room.bool("include_leave", false);
    ROOM_EVENTS.forEach(name -> checkPart(room.object(name)));
  }

  private static void checkPart(@Nullable JsonObject events) {
    if (events != null) {
      checkEvents(events);
    }
  }

  /// Checks a filter of events.
  ///
  /// @param events an `EventFilter` or a `RoomEventFilter`
  /// @throws MatrixException 400 `M_BAD_JSON`
  public static void checkEvents(JsonObject events) {
    Fields fields = new Fields(events);
    EVENT_LISTS.forEach(fields::strings);
    EVENT_FLAGS.forEach(name -> fields.bool(name, false));
    Long limit = fields.integer("limit");
    if (limit != null && limit < 0) {
      throw MatrixException.badJson("The field limit must not be negative.");
    }
  }
}
