package org.ashlar.itests.spec;

import org.ashlar.itests.server.MatrixClient;

/// What was said in rooms.
final class TimelineCases {
  private static final String FORBIDDEN = "403 M_FORBIDDEN";
  private static final String NOT_FOUND = "404 M_NOT_FOUND";

  private TimelineCases() {}

  static void add(Cases cases) {
    timeline(cases);
    members(cases);
    relations(cases);
    old(cases);
  }

  private static void timeline(Cases cases) {
    cases
        .on("getOneRoomEvent")
        .ok("one sees", w -> w.inRoom(w.bob(), "GET", "/event/" + w.event(), null))
        .fails(
            NOT_FOUND, "from outside", w -> w.inRoom(w.carol(), "GET", "/event/" + w.event(), null))
        .fails(NOT_FOUND, "nobody sent", w -> w.inRoom(w.bob(), "GET", "/event/$nothing", null));
    cases
        .on("getRoomEvents")
        .ok("backward", w -> w.inRoom(w.bob(), "GET", "/messages?dir=b&limit=5", null))
        .ok("forward", w -> w.inRoom(w.bob(), "GET", "/messages?dir=f", null))
        .fails(FORBIDDEN, "from outside", w -> w.inRoom(w.carol(), "GET", "/messages?dir=b", null))
        .fails(
            "400 M_INVALID_PARAM",
            "with a direction that is none",
            w -> w.inRoom(w.bob(), "GET", "/messages?dir=x", null))
        .fails(
            "400 M_INVALID_PARAM",
            "from a token that nobody gave",
            w -> w.inRoom(w.bob(), "GET", "/messages?dir=b&from=nonsense", null));
    cases
        .on("getEventContext")
        .ok(
            "of an event",
            w -> w.inRoom(w.bob(), "GET", "/context/" + w.event() + "?limit=4", null))
        .fails(NOT_FOUND, "of nothing", w -> w.inRoom(w.bob(), "GET", "/context/$nothing", null));
    cases
        .on("getEventByTimestamp")
        .ok("forward", w -> at(w, "f"))
        .fails(NOT_FOUND, "before the room", w -> at(w, "b"));
  }

  private static MatrixClient.Answer at(World world, String direction) {
    return world
        .bob()
        .call(
            "GET",
            "/_matrix/client/v1/rooms/"
                + world.room()
                + "/timestamp_to_event?ts=0&dir="
                + direction,
            null);
  }

  private static void members(Cases cases) {
    cases
        .on("getMembersByRoom")
        .ok("of one's room", w -> w.inRoom(w.bob(), "GET", "/members", null))
        .ok("joined ones", w -> w.inRoom(w.bob(), "GET", "/members?membership=join", null))
        .fails(FORBIDDEN, "from outside", w -> w.inRoom(w.carol(), "GET", "/members", null));
    cases
        .on("getJoinedMembersByRoom")
        .ok("of one's room", w -> w.inRoom(w.bob(), "GET", "/joined_members", null))
        .fails(FORBIDDEN, "from outside", w -> w.inRoom(w.carol(), "GET", "/joined_members", null));
  }

  private static void relations(Cases cases) {
    cases
        .on("getRelatingEvents")
        .ok("of an event", w -> relations(w, w.bob(), threaded(w)))
        .fails(NOT_FOUND, "from outside", w -> relations(w, w.carol(), w.event()))
        .fails(NOT_FOUND, "of nothing", w -> relations(w, w.bob(), "$nothing"));
    cases
        .on("getRelatingEventsWithRelType")
        .ok("of a thread", w -> relations(w, w.bob(), threaded(w) + "/m.thread"))
        .fails(NOT_FOUND, "of nothing", w -> relations(w, w.bob(), "$nothing/m.thread"));
    cases
        .on("getRelatingEventsWithRelTypeAndEventType")
        .ok("of a thread", w -> relations(w, w.bob(), threaded(w) + "/m.thread/m.room.message"))
        .fails(
            NOT_FOUND,
            "of nothing",
            w -> relations(w, w.bob(), "$nothing/m.thread/m.room.message"));
    cases
        .on("getThreadRoots")
        .ok("of a room", w -> threads(w, w.bob(), "?include=participated", threaded(w)))
        .fails(FORBIDDEN, "from outside", w -> threads(w, w.carol(), "", w.event()))
        .fails(
            "400 M_INVALID_PARAM",
            "from a token that nobody gave",
            w -> threads(w, w.bob(), "?from=nonsense", w.event()));
  }

  /// An event with a thread.
  private static String threaded(World world) {
    var root = world.bob().say(world.room(), "root" + world.number(), "root");
    world
        .bob()
        .put(
            "/rooms/" + world.room() + "/send/m.room.message/reply" + world.number(),
            """
            {"msgtype": "m.text", "body": "in it",
             "m.relates_to": {"rel_type": "m.thread", "event_id": "%s"}}\
            """
                .formatted(root));
    return root;
  }

  private static MatrixClient.Answer relations(World world, MatrixClient who, String path) {
    return who.call("GET", "/_matrix/client/v1/rooms/" + world.room() + "/relations/" + path, null);
  }

  private static MatrixClient.Answer threads(
      World world, MatrixClient who, String query, String root) {
    if (root.isEmpty()) {
      throw new IllegalArgumentException("no root");
    }
    return who.call("GET", "/_matrix/client/v1/rooms/" + world.room() + "/threads" + query, null);
  }

  private static void old(Cases cases) {
    cases
        .on("getEvents")
        .ok("of one's rooms", w -> w.bob().call("GET", "/events?timeout=0", null))
        .fails(
            "400 M_INVALID_PARAM",
            "from a token that nobody gave",
            w -> w.bob().call("GET", "/events?from=nonsense&timeout=0", null));
    cases
        .on("peekEvents")
        .ok(
            "of a room that the world reads",
            w -> w.carol().call("GET", "/events?timeout=0&room_id=" + openRoom(w), null))
        .fails(
            "400 M_INVALID_PARAM",
            "from a token that nobody gave",
            w -> w.carol().call("GET", "/events?timeout=0&from=none&room_id=" + openRoom(w), null));
    cases
        .on("getOneEvent")
        .ok("one sees", w -> w.bob().call("GET", "/events/" + w.event(), null))
        .fails(NOT_FOUND, "from outside", w -> w.carol().call("GET", "/events/" + w.event(), null));
    cases.on("initialSync").ok("of a user", w -> w.bob().call("GET", "/initialSync?limit=2", null));
    cases
        .on("roomInitialSync")
        .ok("of one's room", w -> w.inRoom(w.bob(), "GET", "/initialSync", null))
        .fails(FORBIDDEN, "from outside", w -> w.inRoom(w.carol(), "GET", "/initialSync", null));
  }

  private static String openRoom(World world) {
    return world
        .alice()
        .createRoom(
            "{\"preset\": \"public_chat\", \"initial_state\": [{\"type\":"
                + " \"m.room.history_visibility\", \"state_key\": \"\", \"content\":"
                + " {\"history_visibility\": \"world_readable\"}}]}");
  }
}
