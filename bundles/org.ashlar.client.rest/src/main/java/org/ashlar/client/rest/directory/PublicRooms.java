package org.ashlar.client.rest.directory;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.install.Installation;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonNull;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.directory.PublicRoomsPage;
import org.ashlar.store.PublishedRoom;
import org.jspecify.annotations.Nullable;

/// What both operations on the public list have in common.
final class PublicRooms {
  static final long MOST_ROOMS = 500;

  private static final int USUAL_ROOMS = 100;

  private PublicRooms() {}

  /// The lists of other servers are not to be had here.
  ///
  /// @throws MatrixException 400 for what is no server name, 404 for another server
  static void requireOwnServer(ClientRequest request, Installation installation) {
    String server = request.query("server").orElse(installation.serverName().value());
    if (!ServerName.isValid(server)) {
      throw MatrixException.invalidParam("The query parameter server must be a server name.");
    }
    if (!server.equals(installation.serverName().value())) {
      throw MatrixException.notFound(
          "This server shows only its own list of rooms; leave out the parameter server.");
    }
  }

  /// How many rooms a page has, where null and 0 say nothing.
  ///
  /// @throws MatrixException 400 for a negative number
  static int limit(@Nullable Long wanted) {
    if (wanted == null || wanted == 0) {
      return USUAL_ROOMS;
    }
    if (wanted < 0) {
      throw MatrixException.invalidParam("The limit must not be negative.");
    }
    return (int) Math.min(wanted, MOST_ROOMS);
  }

  /// The room types of a filter: an empty text stands for none, null for all types.
  ///
  /// @throws MatrixException 400 when they are of another form
  static @Nullable List<String> types(JsonObject filter) {
    return switch (filter.get("room_types")) {
      case null -> null;
      case JsonNull _ -> null;
      case JsonArray array -> types(array);
      default -> throw notTypes();
    };
  }

  private static List<String> types(JsonArray array) {
    List<String> types = new ArrayList<>(array.size());
    for (JsonValue value : array) {
      types.add(
          switch (value) {
            case JsonNull _ -> "";
            case JsonString(var type) -> type;
            default -> throw notTypes();
          });
    }
    return types;
  }

  private static MatrixException notTypes() {
    return MatrixException.badJson("The field room_types must be an array of strings and nulls.");
  }

  static JsonObject answer(PublicRoomsPage page) {
    return JsonObject.builder()
        .put(
            "chunk",
            new JsonArray(page.rooms().stream().<JsonValue>map(PublicRooms::room).toList()))
        .putIfPresent("next_batch", page.next())
        .putIfPresent("prev_batch", page.previous())
        .put("total_room_count_estimate", page.total())
        .build();
  }

  private static JsonObject room(PublishedRoom room) {
    return JsonObject.builder()
        .put("room_id", room.room().value())
        .put("num_joined_members", room.joined())
        .put("world_readable", "world_readable".equals(room.historyVisibility()))
        .put("guest_can_join", "can_join".equals(room.guestAccess()))
        .putIfPresent("join_rule", room.joinRule())
        .putIfPresent("name", room.name())
        .putIfPresent("topic", room.topic())
        .putIfPresent("canonical_alias", room.canonicalAlias())
        .putIfPresent("avatar_url", room.avatar())
        .putIfPresent("room_type", room.roomType())
        .build();
  }
}
