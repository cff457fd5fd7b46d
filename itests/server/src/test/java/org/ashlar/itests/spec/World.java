package org.ashlar.itests.spec;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.ashlar.itests.server.MatrixClient;
import org.ashlar.itests.server.MatrixClient.Answer;

/// People and rooms that requests are about. What a case changes it makes for itself.
final class World {
  static final String REGISTRATION_TOKEN = "a-token";
  static final String YAML =
      """
      registration:
        enabled: true
        guests: true
      rate_limits:
        enabled: false
      public_base_url: https://matrix.example.org
      session:
        login_tokens: true
      password:
        hash_memory_kib: 1024
        hash_iterations: 1
      """;

  static final String GATED_YAML =
      YAML.replace(
              "  guests: true", "  token_required: true\n  tokens: [" + REGISTRATION_TOKEN + "]")
          .replace("public_base_url: https://matrix.example.org\n", "");

  private final URI base;
  private final URI gated;
  private final AtomicInteger numbers = new AtomicInteger();
  private final MatrixClient alice;
  private final MatrixClient bob;
  private final MatrixClient carol;
  private final String room;
  private final String event;

  /// @param base a server on which anybody may register
  /// @param gated one on which registering takes a token
  World(URI base, URI gated) {
    this.base = base;
    this.gated = gated;
    alice = MatrixClient.register(base, "alice");
    bob = MatrixClient.register(base, "bob");
    carol = MatrixClient.register(base, "carol");
    room = publicRoom();
    bob.post("/rooms/" + room + "/join", "{}");
    event = alice.say(room, "first", "Hello");
  }

  /// Who made [#room].
  MatrixClient alice() {
    return alice;
  }

  /// A member of [#room].
  MatrixClient bob() {
    return bob;
  }

  /// Somebody who is in none of the rooms.
  MatrixClient carol() {
    return carol;
  }

  MatrixClient nobody() {
    return MatrixClient.nobody(base);
  }

  /// Nobody, on a server on which registering takes [#REGISTRATION_TOKEN].
  MatrixClient gated() {
    return MatrixClient.nobody(gated);
  }

  /// A new account.
  MatrixClient someone() {
    return MatrixClient.register(base, name());
  }

  /// A new account that wants no invitations.
  MatrixClient shy() {
    var shy = someone();
    shy.put(
        "/user/" + shy.user() + "/account_data/m.invite_permission_config",
        "{\"default_action\": \"block\"}");
    return shy;
  }

  /// A name that nobody has.
  String name() {
    return "someone" + number();
  }

  int number() {
    return numbers.incrementAndGet();
  }

  /// A public room with alice and bob.
  String room() {
    return room;
  }

  /// A message of alice in [#room].
  String event() {
    return event;
  }

  /// A new public room of alice.
  String publicRoom() {
    return alice.createRoom("{\"preset\": \"public_chat\"}");
  }

  /// A new private room of alice.
  String privateRoom() {
    return alice.createRoom("{\"preset\": \"private_chat\"}");
  }

  /// A new public room of alice with bob.
  String sharedRoom() {
    var made = publicRoom();
    bob.post("/rooms/" + made + "/join", "{}");
    return made;
  }

  /// A new private room of alice to which bob is invited.
  String invitation() {
    return alice.createRoom("{\"preset\": \"private_chat\", \"invite\": [\"" + bob.user() + "\"]}");
  }

  /// An answer of alice's request below `/rooms/{room}`.
  Answer inRoom(MatrixClient who, String method, String path, String body) {
    return who.call(method, "/rooms/" + room + path, body);
  }

  /// A body with a user id: `{"user_id": "@bob:localhost"}`.
  static String about(MatrixClient user) {
    return "{\"user_id\": \"" + user.user() + "\"}";
  }
}
