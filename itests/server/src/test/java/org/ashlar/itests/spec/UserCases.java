package org.ashlar.itests.spec;

import org.ashlar.itests.server.MatrixClient;

/// What users keep on the server.
final class UserCases {
  private static final String FORBIDDEN = "403 M_FORBIDDEN";
  private static final String NOT_FOUND = "404 M_NOT_FOUND";

  private UserCases() {}

  static void add(Cases cases) {
    profiles(cases);
    accountData(cases);
    tags(cases);
    filters(cases);
    presence(cases);
  }

  private static void profiles(Cases cases) {
    cases
        .on("getUserProfile")
        .ok("of a user", w -> w.nobody().call("GET", "/profile/" + w.bob().user(), null))
        .fails(
            NOT_FOUND,
            "of nobody",
            w -> w.nobody().call("GET", "/profile/@nobody:localhost", null));
    cases
        .on("getProfileField")
        .ok(
            "that is set",
            w -> {
              profile(w.bob(), w.bob(), "displayname", "{\"displayname\": \"Bob\"}");
              return w.nobody().call("GET", "/profile/" + w.bob().user() + "/displayname", null);
            })
        .fails(
            NOT_FOUND,
            "that is not set",
            w -> w.nobody().call("GET", "/profile/" + w.carol().user() + "/m.tz", null));
    cases
        .on("setProfileField")
        .ok("one's own", w -> profile(w.bob(), w.bob(), "displayname", "{\"displayname\": \"B\"}"))
        .ok(
            "of one's own making",
            w -> profile(w.bob(), w.bob(), "org.example", "{\"org.example\": [1]}"))
        .fails(
            FORBIDDEN,
            "another's",
            w -> profile(w.bob(), w.alice(), "displayname", "{\"displayname\": \"A\"}"))
        .fails(
            "400 M_MISSING_PARAM",
            "without the field",
            w -> profile(w.bob(), w.bob(), "m.tz", "{}"))
        .fails("400 M_NOT_JSON", "without JSON", w -> profile(w.bob(), w.bob(), "m.tz", "no"))
        .fails("400 M_BAD_JSON", "with an array", w -> profile(w.bob(), w.bob(), "m.tz", "[]"))
        .fails(
            "400 M_INVALID_PARAM",
            "of a name that is none",
            w -> profile(w.bob(), w.bob(), "No%20name", "{\"No name\": 1}"));
    cases
        .on("deleteProfileField")
        .ok(
            "one's own",
            w -> w.bob().call("DELETE", "/profile/" + w.bob().user() + "/displayname", null))
        .fails(
            FORBIDDEN,
            "another's",
            w -> w.bob().call("DELETE", "/profile/" + w.alice().user() + "/displayname", null))
        .fails(
            "400 M_INVALID_PARAM",
            "of a name that is none",
            w -> w.bob().call("DELETE", "/profile/" + w.bob().user() + "/No%20name", null));
  }

  private static MatrixClient.Answer profile(
      MatrixClient who, MatrixClient of, String field, String body) {
    return who.call("PUT", "/profile/" + of.user() + "/" + field, body);
  }

  private static void accountData(Cases cases) {
    data(cases, "", "AccountData", "");
    data(cases, "/rooms/{room}", "AccountDataPerRoom", "");
  }

  private static void data(Cases cases, String middle, String name, String none) {
    cases
        .on("set" + name)
        .ok("one's own", w -> w.bob().call("PUT", data(w, w.bob(), middle, "org.a"), "{\"a\": 1}"))
        .fails(
            FORBIDDEN,
            "another's",
            w -> w.bob().call("PUT", data(w, w.alice(), middle, "org.a"), "{}"))
        .fails(
            "400 M_NOT_JSON",
            "without JSON",
            w -> w.bob().call("PUT", data(w, w.bob(), middle, "org.a"), "no" + none))
        .fails(
            "405 M_BAD_JSON",
            "of a type that the server keeps",
            w -> w.bob().call("PUT", data(w, w.bob(), middle, "m.fully_read"), "{}"));
    cases
        .on("get" + name)
        .ok(
            "one's own",
            w -> {
              w.bob().put(data(w, w.bob(), middle, "org.b"), "{\"b\": 2}");
              return w.bob().call("GET", data(w, w.bob(), middle, "org.b"), null);
            })
        .fails(
            NOT_FOUND,
            "that nobody set",
            w -> w.bob().call("GET", data(w, w.bob(), middle, "org.none"), null))
        .fails(
            FORBIDDEN,
            "another's",
            w -> w.bob().call("GET", data(w, w.alice(), middle, "org.a"), null));
    if (!middle.isEmpty()) {
      cases
          .on("get" + name)
          .fails(
              "400 M_INVALID_PARAM",
              "of what is no room id",
              w ->
                  w.bob()
                      .call(
                          "GET",
                          "/user/" + w.bob().user() + "/rooms/none/account_data/org.a",
                          null));
      cases
          .on("set" + name)
          .fails(
              "400 M_INVALID_PARAM",
              "of what is no room id",
              w ->
                  w.bob()
                      .call(
                          "PUT",
                          "/user/" + w.bob().user() + "/rooms/none/account_data/org.a",
                          "{}"));
    }
  }

  private static String data(World world, MatrixClient of, String middle, String type) {
    return "/user/" + of.user() + middle.replace("{room}", world.room()) + "/account_data/" + type;
  }

  private static void tags(Cases cases) {
    cases
        .on("setRoomTag")
        .ok("with an order", w -> w.bob().call("PUT", tag(w, w.bob(), "/u.x"), "{\"order\": 0.25}"))
        .ok("without", w -> w.bob().call("PUT", tag(w, w.bob(), "/u.y"), "{}"))
        .fails(FORBIDDEN, "another's", w -> w.bob().call("PUT", tag(w, w.alice(), "/u.x"), "{}"));
    cases
        .on("getRoomTags")
        .ok("one's own", w -> w.bob().call("GET", tag(w, w.bob(), ""), null))
        .fails(FORBIDDEN, "another's", w -> w.bob().call("GET", tag(w, w.alice(), ""), null));
    cases
        .on("deleteRoomTag")
        .ok("one's own", w -> w.bob().call("DELETE", tag(w, w.bob(), "/u.x"), null))
        .fails(
            FORBIDDEN, "another's", w -> w.bob().call("DELETE", tag(w, w.alice(), "/u.x"), null));
  }

  private static String tag(World world, MatrixClient of, String tag) {
    return "/user/" + of.user() + "/rooms/" + world.room() + "/tags" + tag;
  }

  private static void filters(Cases cases) {
    cases
        .on("defineFilter")
        .ok(
            "of all parts",
            w ->
                w.bob()
                    .call(
                        "POST",
                        "/user/" + w.bob().user() + "/filter",
                        """
                        {"event_fields": ["type"], "event_format": "client",
                         "presence": {"not_senders": ["@x:localhost"]},
                         "account_data": {"types": ["m.*"]},
                         "room": {"rooms": [], "include_leave": true,
                                  "state": {"lazy_load_members": true},
                                  "timeline": {"limit": 5, "unread_thread_notifications": true}}}
                        """))
        .fails(
            "400 M_BAD_JSON",
            "with a limit that is no number",
            w ->
                w.bob()
                    .call(
                        "POST",
                        "/user/" + w.bob().user() + "/filter",
                        "{\"room\": {\"timeline\": {\"limit\": \"many\"}}}"))
        .fails(
            FORBIDDEN,
            "of another",
            w -> w.bob().call("POST", "/user/" + w.alice().user() + "/filter", "{}"));
    cases
        .on("getFilter")
        .ok(
            "that was made",
            w -> {
              var path = "/user/" + w.bob().user() + "/filter";
              var id = w.bob().post(path, "{\"room\": {}}").get("filter_id").asText();
              return w.bob().call("GET", path + "/" + id, null);
            })
        .fails(
            NOT_FOUND,
            "that nobody made",
            w -> w.bob().call("GET", "/user/" + w.bob().user() + "/filter/987654", null));
  }

  private static void presence(Cases cases) {
    cases
        .on("setPresence")
        .ok(
            "one's own",
            w -> presence(w.bob(), w.bob(), "{\"presence\": \"online\", \"status_msg\": \"here\"}"))
        .fails(
            FORBIDDEN, "another's", w -> presence(w.bob(), w.alice(), "{\"presence\": \"online\"}"))
        .fails(
            "400 M_BAD_JSON", "that is none", w -> presence(w.bob(), w.bob(), "{\"presence\": 1}"));
    cases
        .on("getPresence")
        .ok(
            "of somebody in one's room",
            w -> {
              presence(w.bob(), w.bob(), "{\"presence\": \"unavailable\"}");
              return w.alice().call("GET", "/presence/" + w.bob().user() + "/status", null);
            })
        .fails(
            FORBIDDEN,
            "of somebody in none of one's rooms",
            w -> w.carol().call("GET", "/presence/" + w.bob().user() + "/status", null));
  }

  private static MatrixClient.Answer presence(MatrixClient who, MatrixClient of, String body) {
    return who.call("PUT", "/presence/" + of.user() + "/status", body);
  }
}
