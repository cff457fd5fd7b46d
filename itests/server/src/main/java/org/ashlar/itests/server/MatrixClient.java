package org.ashlar.itests.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A client of the client API: one person's device, or nobody's. Any thread.
///
/// Paths begin behind `/_matrix/client/v3`, unless they begin with `/_`.
///
/// @param base the server
/// @param token the access token, empty for nobody
/// @param user the user id, empty for nobody
/// @param device the device id, empty for nobody
public record MatrixClient(URI base, String token, String user, String device) {
  /// The password of everybody.
  public static final String PASSWORD = "a long enough password";

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// What the server answered.
  ///
  /// @param status the HTTP status
  /// @param headers the headers
  /// @param body the body, an empty object if there is none
  public record Answer(int status, HttpHeaders headers, JsonNode body) {
    /// The status and the error code: `403 M_FORBIDDEN`.
    public String error() {
      return status + " " + body.path("errcode").asText();
    }
  }

  /// Somebody without an account.
  public static MatrixClient nobody(URI base) {
    return new MatrixClient(base, "", "", "");
  }

  /// Registers somebody in one request.
  public static MatrixClient register(URI base, String name) {
    return nobody(base)
        .session(
            "/register",
            """
            {"username": "%s", "password": "%s", "auth": {"type": "m.login.dummy"}}\
            """
                .formatted(name, PASSWORD));
  }

  /// Logs in on a new device.
  public MatrixClient login() {
    return session(
        "/login",
        """
        {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "%s"},
         "password": "%s"}\
        """
            .formatted(user, PASSWORD));
  }

  /// Opens a session by a request whose answer tells of one.
  public MatrixClient session(String path, String body) {
    var answer = post(path, body);
    return new MatrixClient(
        base,
        answer.get("access_token").asText(),
        answer.get("user_id").asText(),
        answer.get("device_id").asText());
  }

  /// Parses a text.
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /// Sends a request and gives any answer.
  ///
  /// @param body the body, or null for none
  public Answer call(String method, String path, @Nullable String body) {
    try {
      return answer(HTTP.send(request(method, path, body), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Sends a request without waiting for its answer.
  public CompletableFuture<Answer> later(String method, String path, @Nullable String body) {
    return HTTP.sendAsync(request(method, path, body), BodyHandlers.ofString())
        .thenApply(MatrixClient::answer);
  }

  /// The body of a GET that is answered with 200.
  public JsonNode get(String path) {
    return ok("GET", path, null);
  }

  /// The body of a PUT that is answered with 200.
  public JsonNode put(String path, String body) {
    return ok("PUT", path, body);
  }

  /// The body of a POST that is answered with 200.
  public JsonNode post(String path, String body) {
    return ok("POST", path, body);
  }

  /// Makes a room.
  ///
  /// @return its id
  public String createRoom(String body) {
    return post("/createRoom", body).get("room_id").asText();
  }

  /// Sends a text.
  ///
  /// @return the event id
  public String say(String room, String transaction, String text) {
    var body = JSON.createObjectNode().put("msgtype", "m.text").put("body", text);
    var path = "/rooms/" + room + "/send/m.room.message/" + transaction;
    return put(path, body.toString()).get("event_id").asText();
  }

  /// What `/sync` answers at once.
  ///
  /// @param since the token, empty for all
  public JsonNode sync(String since) {
    return get(syncPath(since, Duration.ZERO));
  }

  /// What `/sync` answers when there is something new, or after 30 seconds.
  public CompletableFuture<JsonNode> awaitSync(String since) {
    return later("GET", syncPath(since, Duration.ofSeconds(30)), null)
        .thenApply(answer -> checked(answer, "GET /sync"));
  }

  private static String syncPath(String since, Duration timeout) {
    return "/sync?timeout=" + timeout.toMillis() + (since.isEmpty() ? "" : "&since=" + since);
  }

  private JsonNode ok(String method, String path, @Nullable String body) {
    return checked(call(method, path, body), method + " " + path);
  }

  private static JsonNode checked(Answer answer, String what) {
    if (answer.status() != 200) {
      throw new AssertionError(what + ": " + answer.status() + " " + answer.body());
    }
    return answer.body();
  }

  private HttpRequest request(String method, String path, @Nullable String body) {
    var full = path.startsWith("/_") ? path : "/_matrix/client/v3" + path;
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = HttpRequest.newBuilder(base.resolve(full)).timeout(LIMIT);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.method(method, publisher).build();
  }

  private static Answer answer(HttpResponse<String> response) {
    var text = response.body();
    return new Answer(
        response.statusCode(), response.headers(), json(text.isEmpty() ? "{}" : text));
  }
}
