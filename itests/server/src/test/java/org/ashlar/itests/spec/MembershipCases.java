package org.ashlar.itests.spec;

import org.ashlar.itests.server.MatrixClient.Answer;

/// Who is in a room.
final class MembershipCases {
  private static final String FORBIDDEN = "403 M_FORBIDDEN";

  private MembershipCases() {}

  static void add(Cases cases) {
    joining(cases);
    inviting(cases);
    going(cases);
    putting(cases);
  }

  private static void joining(Cases cases) {
    cases
        .on("joinRoomById")
        .ok("a public room", w -> w.bob().call("POST", "/rooms/" + w.publicRoom() + "/join", "{}"))
        .ok("again", w -> w.bob().call("POST", "/rooms/" + w.room() + "/join", "{}"))
        .ok("when invited", w -> w.bob().call("POST", "/rooms/" + w.invitation() + "/join", "{}"))
        .fails(
            FORBIDDEN,
            "a private room",
            w -> w.bob().call("POST", "/rooms/" + w.privateRoom() + "/join", "{}"))
        .fails(
            FORBIDDEN,
            "when banned",
            w -> {
              var room = w.sharedRoom();
              w.alice().post("/rooms/" + room + "/ban", World.about(w.bob()));
              return w.bob().call("POST", "/rooms/" + room + "/join", "{}");
            });
    cases
        .on("joinRoom")
        .ok("by id", w -> w.bob().call("POST", "/join/" + w.publicRoom(), "{}"))
        .ok(
            "by alias",
            w -> w.bob().call("POST", "/join/" + DirectoryCases.alias(w, w.publicRoom()), "{}"))
        .fails(
            FORBIDDEN,
            "a private room",
            w -> w.bob().call("POST", "/join/" + w.privateRoom(), "{}"))
        .fails(
            "404 M_NOT_FOUND",
            "by an alias that nobody made",
            w -> w.bob().call("POST", "/join/%23nowhere:localhost", "{}"));
    cases
        .on("knockRoom")
        .ok("where one may", w -> w.bob().call("POST", "/knock/" + ServerCases.knockRoom(w), "{}"))
        .fails(
            FORBIDDEN,
            "where one may not",
            w -> w.bob().call("POST", "/knock/" + w.privateRoom(), "{}"))
        .fails(
            "404 M_NOT_FOUND",
            "at an unknown alias",
            w -> w.bob().call("POST", "/knock/%23nowhere:localhost", "{}"));
    cases.on("getJoinedRooms").ok("of a user", w -> w.bob().call("GET", "/joined_rooms", null));
  }

  private static void inviting(Cases cases) {
    cases
        .on("inviteUser")
        .ok(
            "by a member",
            w ->
                w.alice()
                    .call("POST", "/rooms/" + w.privateRoom() + "/invite", World.about(w.bob())))
        .fails(
            FORBIDDEN,
            "who is in already",
            w -> w.alice().call("POST", "/rooms/" + w.room() + "/invite", World.about(w.bob())))
        .fails(
            FORBIDDEN,
            "by somebody outside",
            w -> w.carol().call("POST", "/rooms/" + w.room() + "/invite", World.about(w.carol())))
        .fails(
            "403 M_INVITE_BLOCKED",
            "who wants no invitations",
            w -> w.alice().call("POST", "/rooms/" + w.room() + "/invite", World.about(w.shy())))
        .fails(
            "400 M_INVALID_PARAM",
            "who can be nobody",
            w -> w.alice().call("POST", "/rooms/" + w.room() + "/invite", "{\"user_id\": \"x\"}"));
    cases
        .on("inviteBy3PID")
        .fails(
            "400 M_MISSING_PARAM",
            "without the identity server's token",
            w ->
                w.alice()
                    .call(
                        "POST",
                        "/rooms/" + w.privateRoom() + "/invite",
                        "{\"id_server\": \"id.example\", \"medium\": \"email\","
                            + " \"address\": \"a@example.org\"}"));
  }

  private static void going(Cases cases) {
    cases
        .on("leaveRoom")
        .ok("as a member", w -> w.bob().call("POST", "/rooms/" + w.sharedRoom() + "/leave", "{}"))
        .ok(
            "as an invitee",
            w -> w.bob().call("POST", "/rooms/" + w.invitation() + "/leave", "{}"));
    cases
        .on("forgetRoom")
        .ok(
            "after the leave",
            w -> {
              var room = w.sharedRoom();
              w.bob().post("/rooms/" + room + "/leave", "{}");
              return w.bob().call("POST", "/rooms/" + room + "/forget", null);
            })
        .fails(
            "400 M_UNKNOWN",
            "as a member",
            w -> w.bob().call("POST", "/rooms/" + w.room() + "/forget", null));
  }

  private static void putting(Cases cases) {
    cases
        .on("kick")
        .ok("by who may", w -> put(w, "kick"))
        .fails(FORBIDDEN, "by who may not", w -> putBack(w, "kick"))
        .fails(
            FORBIDDEN,
            "who is not in",
            w -> w.alice().call("POST", "/rooms/" + w.room() + "/kick", World.about(w.carol())));
    cases
        .on("ban")
        .ok("by who may", w -> put(w, "ban"))
        .ok(
            "who is not in",
            w ->
                w.alice().call("POST", "/rooms/" + w.publicRoom() + "/ban", World.about(w.carol())))
        .fails(FORBIDDEN, "by who may not", w -> putBack(w, "ban"));
    cases
        .on("unban")
        .ok(
            "who is banned",
            w -> {
              var room = w.sharedRoom();
              w.alice().post("/rooms/" + room + "/ban", World.about(w.bob()));
              return w.alice().call("POST", "/rooms/" + room + "/unban", World.about(w.bob()));
            })
        .fails(
            FORBIDDEN,
            "who is not banned",
            w -> w.alice().call("POST", "/rooms/" + w.room() + "/unban", World.about(w.bob())));
  }

  private static Answer put(World world, String how) {
    return world
        .alice()
        .call("POST", "/rooms/" + world.sharedRoom() + "/" + how, World.about(world.bob()));
  }

  private static Answer putBack(World world, String how) {
    return world
        .bob()
        .call("POST", "/rooms/" + world.room() + "/" + how, World.about(world.alice()));
  }
}
