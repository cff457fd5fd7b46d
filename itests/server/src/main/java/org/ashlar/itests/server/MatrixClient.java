package org.ashlar.itests.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A client of the client API: one person's device, or nobody's. Any thread.
///
/// Paths begin behind `/_matrix/client/v3`, unless they begin with `/_` or `/.`.
///
/// @param base the server
/// @param token the access token, empty for nobody
/// @param user the user id, empty for nobody
/// @param device the device id, empty for nobody
public record MatrixClient(URI base, String token, String user, String device) {
  /// The password of everybody.
  public static final String PASSWORD = "a long enough password";

  /// A filter for timelines of up to 1000 events.
  public static final String LONG_TIMELINES =
      """
      {"room":{"timeline":{"limit":1000}}}\
      """;

  private static final String NO_PRESENCE =
      "&filter=" + encoded("{\"presence\": {\"not_types\": [\"*\"]}}");
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

    /// The body of a 200.
    public JsonNode ok() {
      return checked(this, "answer");
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

  /// Joins a room.
  public void join(String room) {
    post("/rooms/" + room + "/join", "{}");
  }

  /// Sends a text.
  ///
  /// @return the event id
  public String say(String room, String transaction, String text) {
    return checked(send(room, transaction, text), "a text").get("event_id").asText();
  }

  /// Sends a text and gives any answer.
  public Answer send(String room, String transaction, String text) {
    var body = JSON.createObjectNode().put("msgtype", "m.text").put("body", text);
    var path = "/rooms/" + room + "/send/m.room.message/" + transaction;
    return call("PUT", path, body.toString());
  }

  /// The ids of all events of a room, oldest first.
  public List<String> timeline(String room) {
    var ids = new ArrayList<String>();
    var from = "";
    do {
      var page = get("/rooms/" + room + "/messages?dir=f&limit=500" + from);
      page.path("chunk").forEach(event -> ids.add(event.get("event_id").asText()));
      from = page.has("end") ? "&from=" + encoded(page.get("end").asText()) : "";
    } while (!from.isEmpty());
    return ids;
  }

  /// A page of a room's timeline, newest first.
  ///
  /// @param from the token to begin at
  public JsonNode before(String room, String from) {
    return get("/rooms/" + room + "/messages?dir=b&limit=100&from=" + encoded(from));
  }

  /// What `/sync` answers at once.
  ///
  /// @param since the token, empty for all
  public JsonNode sync(String since) {
    return get(syncPath(since, Duration.ZERO));
  }

  /// Any answer of `/sync`.
  ///
  /// @param since the token, empty for all
  /// @param filter the filter, as JSON
  /// @param timeout how long it waits for something new
  public Answer sync(String since, String filter, Duration timeout) {
    return call("GET", syncPath(since, timeout) + "&filter=" + encoded(filter), null);
  }

  /// What `/sync` answers when there is something new besides presence, or after 30 seconds.
  public CompletableFuture<JsonNode> awaitSync(String since) {
    return later("GET", syncPath(since, Duration.ofSeconds(30)) + NO_PRESENCE, null)
        .thenApply(answer -> checked(answer, "GET /sync"));
  }

  private static String syncPath(String since, Duration timeout) {
    return "/sync?timeout=" + timeout.toMillis() + (since.isEmpty() ? "" : "&since=" + since);
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
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
    var full = path.startsWith("/_") || path.startsWith("/.") ? path : "/_matrix/client/v3" + path;
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = HttpRequest.newBuilder(base.resolve(full)).timeout(LIMIT);
    LogEvidence.secretsIn(body);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.method(method, publisher).build();
  }

  private static Answer answer(HttpResponse<String> response) {
    var text = response.body();
    LogEvidence.secretsIn(text);
    return new Answer(
        response.statusCode(), response.headers(), json(text.isEmpty() ? "{}" : text));
  }
}
