package org.ashlar.itests.spec;

import org.ashlar.itests.server.MatrixClient;

/// Aliases and the room directory.
final class DirectoryCases {
  private static final String FORBIDDEN = "403 M_FORBIDDEN";
  private static final String NOT_FOUND = "404 M_NOT_FOUND";

  private DirectoryCases() {}

  /// A new alias of a room of alice, as a part of a path.
  static String alias(World world, String room) {
    var alias = fresh(world);
    world.alice().put("/directory/room/" + alias, body(room));
    return alias;
  }

  static void add(Cases cases) {
    aliases(cases);
    lists(cases);
  }

  private static void aliases(Cases cases) {
    cases
        .on("setRoomAlias")
        .ok(
            "of one's room",
            w -> w.alice().call("PUT", "/directory/room/" + fresh(w), body(w.room())))
        .fails(
            "409 M_UNKNOWN",
            "that is taken",
            w ->
                w.alice()
                    .call("PUT", "/directory/room/" + alias(w, w.room()), body(w.publicRoom())))
        .fails(
            "400 M_INVALID_PARAM",
            "that is none",
            w -> w.alice().call("PUT", "/directory/room/none", body(w.room())));
    cases
        .on("getRoomIdByAlias")
        .ok(
            "that is there",
            w -> w.nobody().call("GET", "/directory/room/" + alias(w, w.room()), null))
        .fails(
            NOT_FOUND,
            "that is not there",
            w -> w.nobody().call("GET", "/directory/room/" + fresh(w), null))
        .fails(
            "400 M_INVALID_PARAM",
            "that is none",
            w -> w.nobody().call("GET", "/directory/room/none", null));
    cases
        .on("deleteRoomAlias")
        .ok(
            "by its maker",
            w -> w.alice().call("DELETE", "/directory/room/" + alias(w, w.room()), null))
        .fails(
            FORBIDDEN,
            "by another",
            w -> w.carol().call("DELETE", "/directory/room/" + alias(w, w.room()), null))
        .fails(
            NOT_FOUND,
            "that is not there",
            w -> w.alice().call("DELETE", "/directory/room/" + fresh(w), null));
    cases
        .on("getLocalAliases")
        .ok(
            "of one's room",
            w -> {
              alias(w, w.room());
              return w.inRoom(w.bob(), "GET", "/aliases", null);
            })
        .fails(FORBIDDEN, "from outside", w -> w.inRoom(w.carol(), "GET", "/aliases", null))
        .fails(
            "400 M_INVALID_PARAM",
            "of what is no room id",
            w -> w.bob().call("GET", "/rooms/none/aliases", null));
  }

  private static void lists(Cases cases) {
    cases
        .on("setRoomVisibilityOnDirectory")
        .ok("by who may", w -> visibility(w.alice(), w.room()))
        .fails(FORBIDDEN, "by who may not", w -> visibility(w.bob(), w.room()))
        .fails(NOT_FOUND, "of nothing", w -> visibility(w.bob(), "!nothing:localhost"));
    cases
        .on("getRoomVisibilityOnDirectory")
        .ok("of a room", w -> w.nobody().call("GET", "/directory/list/room/" + w.room(), null))
        .fails(
            NOT_FOUND,
            "of nothing",
            w -> w.nobody().call("GET", "/directory/list/room/!nothing:localhost", null));
    cases
        .on("getPublicRooms")
        .ok(
            "for a user",
            w -> {
              visibility(w.alice(), w.publicRoom());
              return w.alice().call("GET", "/publicRooms?limit=2", null);
            });
    cases
        .on("queryPublicRooms")
        .ok(
            "for a user",
            w -> {
              visibility(w.alice(), w.publicRoom());
              return w.alice()
                  .call(
                      "POST",
                      "/publicRooms",
                      "{\"limit\": 3, \"filter\": {\"room_types\": [null]}}");
            });
  }

  private static MatrixClient.Answer visibility(MatrixClient who, String room) {
    return who.call("PUT", "/directory/list/room/" + room, "{\"visibility\": \"public\"}");
  }

  private static String fresh(World world) {
    return MatrixClient.encoded("#alias" + world.number() + ":localhost");
  }

  private static String body(String room) {
    return "{\"room_id\": \"" + room + "\"}";
  }
}
