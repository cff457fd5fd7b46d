package org.ashlar.itests.spec;

import org.ashlar.itests.server.MatrixClient;

/// Rooms, their state, and what is sent into them.
final class RoomCases {
  private static final String FORBIDDEN = "403 M_FORBIDDEN";
  private static final String TEXT = "{\"msgtype\": \"m.text\", \"body\": \"Hello\"}";

  private RoomCases() {}

  static void add(Cases cases) {
    creating(cases);
    state(cases);
    sending(cases);
    beside(cases);
  }

  private static void creating(Cases cases) {
    cases
        .on("createRoom")
        .ok("with nothing", w -> w.alice().call("POST", "/createRoom", "{}"))
        .ok(
            "with everything",
            w ->
                w.alice()
                    .call(
                        "POST",
                        "/createRoom",
                        """
                        {"preset": "trusted_private_chat", "visibility": "public", "name": "N",
                         "topic": "T", "room_alias_name": "made%d", "invite": ["%s"],
                         "is_direct": true, "room_version": "11",
                         "creation_content": {"m.federate": false},
                         "initial_state": [{"type": "org.example", "state_key": "k",
                                            "content": {"a": 1}}],
                         "power_level_content_override": {"events_default": 10}}\
                        """
                            .formatted(w.number(), w.bob().user())))
        .fails(
            "400 M_UNSUPPORTED_ROOM_VERSION",
            "with an unknown version",
            w -> w.alice().call("POST", "/createRoom", "{\"room_version\": \"none\"}"))
        .fails(
            "400 M_ROOM_IN_USE",
            "with an alias that is taken",
            w -> {
              var body = "{\"room_alias_name\": \"taken" + w.number() + "\"}";
              w.alice().post("/createRoom", body);
              return w.alice().call("POST", "/createRoom", body);
            })
        .fails(
            "403 M_INVITE_BLOCKED",
            "with somebody who wants no invitations",
            w ->
                w.alice().call("POST", "/createRoom", "{\"invite\": [\"" + w.shy().user() + "\"]}"))
        .fails(
            "400 M_BAD_JSON",
            "with a preset that is none",
            w -> w.alice().call("POST", "/createRoom", "{\"preset\": 7}"));
    cases
        .on("upgradeRoom")
        .ok("by its creator", w -> upgrade(w.alice(), w.sharedRoom(), "12"))
        .fails(
            "400 M_UNSUPPORTED_ROOM_VERSION", "to nothing", w -> upgrade(w.alice(), w.room(), "no"))
        .fails(FORBIDDEN, "by who may not", w -> upgrade(w.bob(), w.room(), "12"));
  }

  private static MatrixClient.Answer upgrade(MatrixClient who, String room, String version) {
    return who.call(
        "POST", "/rooms/" + room + "/upgrade", "{\"new_version\": \"" + version + "\"}");
  }

  private static void state(Cases cases) {
    cases
        .on("getRoomState")
        .ok("as a member", w -> w.inRoom(w.bob(), "GET", "/state", null))
        .fails(FORBIDDEN, "as nobody of the room", w -> w.inRoom(w.carol(), "GET", "/state", null));
    cases
        .on("getRoomStateWithKey")
        .ok("that is there", w -> w.inRoom(w.bob(), "GET", "/state/m.room.create/", null))
        .ok(
            "as an event",
            w -> w.inRoom(w.bob(), "GET", "/state/m.room.create/?format=event", null))
        .fails(
            "404 M_NOT_FOUND",
            "that is not there",
            w -> w.inRoom(w.bob(), "GET", "/state/org.example/none", null))
        .fails(
            FORBIDDEN,
            "as nobody of the room",
            w -> w.inRoom(w.carol(), "GET", "/state/m.room.create/", null));
    cases
        .on("setRoomStateWithKey")
        .ok(
            "by who may",
            w -> w.inRoom(w.alice(), "PUT", "/state/m.room.topic/", "{\"topic\": \"T\"}"))
        .fails(
            FORBIDDEN,
            "by who may not",
            w -> w.inRoom(w.bob(), "PUT", "/state/m.room.topic/", "{\"topic\": \"T\"}"))
        .fails(
            "400 M_BAD_ALIAS",
            "an alias that points elsewhere",
            w ->
                w.inRoom(
                    w.alice(),
                    "PUT",
                    "/state/m.room.canonical_alias/",
                    "{\"alias\": \"#nowhere:localhost\"}"));
  }

  private static void sending(Cases cases) {
    cases
        .on("sendMessage")
        .ok("a text", w -> w.inRoom(w.bob(), "PUT", "/send/m.room.message/t" + w.number(), TEXT))
        .fails(
            FORBIDDEN,
            "from outside",
            w -> w.inRoom(w.carol(), "PUT", "/send/m.room.message/t" + w.number(), TEXT))
        .fails(
            "400 M_BAD_JSON",
            "with a number that no event may bear",
            w ->
                w.inRoom(
                    w.bob(),
                    "PUT",
                    "/send/m.room.message/t" + w.number(),
                    "{\"n\": 9007199254740992}"))
        .fails(
            "413 M_TOO_LARGE",
            "an event above 65,536 bytes",
            w ->
                w.inRoom(
                    w.bob(),
                    "PUT",
                    "/send/m.room.message/t" + w.number(),
                    "{\"body\": \"" + "x".repeat(66_000) + "\"}"));
    cases
        .on("redactEvent")
        .ok("one's own", w -> redact(w, w.bob(), w.bob().say(w.room(), "own" + w.number(), "x")))
        .fails(FORBIDDEN, "another's without the power", w -> redact(w, w.bob(), w.event()));
  }

  private static MatrixClient.Answer redact(World world, MatrixClient who, String event) {
    return world.inRoom(who, "PUT", "/redact/" + event + "/r" + world.number(), "{}");
  }

  private static void beside(Cases cases) {
    cases
        .on("setTyping")
        .ok("on", w -> typing(w, w.bob(), w.bob()))
        .fails(FORBIDDEN, "of another", w -> typing(w, w.bob(), w.alice()))
        .fails(FORBIDDEN, "from outside", w -> typing(w, w.carol(), w.carol()));
    cases
        .on("postReceipt")
        .ok("read", w -> w.inRoom(w.bob(), "POST", "/receipt/m.read/" + w.event(), "{}"))
        .ok(
            "of a thread",
            w ->
                w.inRoom(
                    w.bob(),
                    "POST",
                    "/receipt/m.read.private/" + w.event(),
                    "{\"thread_id\": \"main\"}"))
        .fails(
            "400 M_INVALID_PARAM",
            "of a thread that is empty",
            w ->
                w.inRoom(w.bob(), "POST", "/receipt/m.read/" + w.event(), "{\"thread_id\": \"\"}"));
    cases
        .on("setReadMarker")
        .ok(
            "all",
            w ->
                w.inRoom(
                    w.bob(),
                    "POST",
                    "/read_markers",
                    """
                    {"m.fully_read": "%1$s", "m.read": "%1$s", "m.read.private": "%1$s"}\
                    """
                        .formatted(w.event())));
  }

  private static MatrixClient.Answer typing(World world, MatrixClient who, MatrixClient of) {
    return world.inRoom(
        who, "PUT", "/typing/" + of.user(), "{\"typing\": true, \"timeout\": 3000}");
  }
}
