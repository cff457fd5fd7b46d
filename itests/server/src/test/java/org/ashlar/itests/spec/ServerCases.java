package org.ashlar.itests.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;
import org.ashlar.itests.server.MatrixClient;

/// What the server says of itself, and `/sync`.
final class ServerCases {
  private ServerCases() {}

  static void add(Cases cases) {
    cases
        .on("getVersions")
        .ok("for anybody", w -> w.nobody().call("GET", "/_matrix/client/versions", null))
        .ok("for a user", w -> w.alice().call("GET", "/_matrix/client/versions", null));
    cases.on("getCapabilities").ok("for a user", w -> w.alice().call("GET", "/capabilities", null));
    cases
        .on("getWellknown")
        .ok(
            "when a base URL is configured",
            w -> w.nobody().call("GET", "/.well-known/matrix/client", null))
        .fails(
            "404 M_NOT_FOUND",
            "when none is configured",
            w -> w.gated().call("GET", "/.well-known/matrix/client", null));
    cases
        .on("getWellknownSupport")
        .fails(
            "404 M_NOT_FOUND",
            "when no contact is configured",
            w -> w.nobody().call("GET", "/.well-known/matrix/support", null));
    cases
        .on("sync")
        .ok("the first time", w -> w.alice().call("GET", "/sync", null))
        .ok("with state after", w -> w.bob().call("GET", "/sync?use_state_after=true", null))
        .ok("with a token", w -> w.bob().call("GET", "/sync?since=" + next(w.bob()), null))
        .ok(
            "with all state",
            w -> w.bob().call("GET", "/sync?full_state=true&since=" + next(w.bob()), null))
        .ok(
            "with a filter in the query",
            w ->
                w.bob()
                    .call(
                        "GET",
                        "/sync?set_presence=offline&filter="
                            + MatrixClient.encoded(
                                "{\"room\":{\"timeline\":{\"limit\":1},"
                                    + "\"state\":{\"lazy_load_members\":true}}}"),
                        null))
        .ok(
            "with an invitation",
            w -> {
              w.invitation();
              return having(w.bob(), body -> !body.at("/rooms/invite").isEmpty());
            })
        .ok(
            "with a knock",
            w -> {
              var knocker = w.someone();
              knocker.post("/knock/" + knockRoom(w), "{}");
              return having(knocker, body -> !body.at("/rooms/knock").isEmpty());
            })
        .fails(
            "400 M_INVALID_PARAM",
            "with a token that nobody gave",
            w -> w.bob().call("GET", "/sync?since=nonsense", null))
        .fails(
            "400 M_INVALID_PARAM",
            "with a timeout that is no number",
            w -> w.bob().call("GET", "/sync?timeout=soon", null));
  }

  /// A room that one may knock at.
  static String knockRoom(World world) {
    return world
        .alice()
        .createRoom(
            "{\"preset\": \"private_chat\", \"initial_state\": [{\"type\":"
                + " \"m.room.join_rules\", \"state_key\": \"\", \"content\": {\"join_rule\":"
                + " \"knock\"}}]}");
  }

  private static String next(MatrixClient client) {
    return client.sync("").get("next_batch").asText();
  }

  private static MatrixClient.Answer having(MatrixClient client, Predicate<JsonNode> wanted) {
    var answer = client.call("GET", "/sync", null);
    if (!wanted.test(answer.body())) {
      throw new AssertionError("not in " + answer.body());
    }
    return answer;
  }
}
