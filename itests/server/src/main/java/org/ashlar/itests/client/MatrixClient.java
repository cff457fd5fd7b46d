package org.ashlar.itests.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// One user on one device. Never repeats a request: what fails is seen by the test. One thread.
public final class MatrixClient {
  private static final String V3 = "/_matrix/client/v3";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpClient http;
  private final URI base;
  private @Nullable String token;
  private String userId = "";

  /// @param http shared by all clients of a test
  /// @param base the server
  public MatrixClient(HttpClient http, URI base) {
    this.http = http;
    this.base = base;
  }

  /// A status and a JSON object.
  ///
  /// @param status the HTTP status
  /// @param body the body
  public record Answer(int status, JsonObject body) {
    /// The body of a 200.
    ///
    /// @throws IllegalStateException when it is another status
    public JsonObject ok() {
      if (status != 200) {
        throw new IllegalStateException(status + " " + body);
      }
      return body;
    }
  }

  /// Registers with the dummy flow in one request.
  public MatrixClient register(String name) {
    JsonObject answer =
        call(
                "POST",
                V3 + "/register",
                """
                {"username":"%s","password":"secret","auth":{"type":"m.login.dummy"}}
                """
                    .formatted(name))
            .ok();
    token = answer.string("access_token").orElseThrow();
    userId = answer.string("user_id").orElseThrow();
    return this;
  }

  /// The user's id.
  public String userId() {
    return userId;
  }

  /// Makes a public room.
  public String createRoom() {
    return call("POST", V3 + "/createRoom", "{\"preset\":\"public_chat\"}")
        .ok()
        .string("room_id")
        .orElseThrow();
  }

  /// Joins a room.
  public void join(String room) {
    call("POST", V3 + "/rooms/" + encoded(room) + "/join", "{}").ok();
  }

  /// Sends a text message.
  public Answer send(String room, String body, String transaction) {
    return call(
        "PUT",
        V3 + "/rooms/" + encoded(room) + "/send/m.room.message/" + transaction,
        "{\"msgtype\":\"m.text\",\"body\":\"" + body + "\"}");
  }

  /// Waits for news.
  ///
  /// @param since the token, null for the first time
  /// @param timeout in milliseconds
  public Answer sync(@Nullable String since, int timeout) {
    String filter = encoded("{\"room\":{\"timeline\":{\"limit\":1000}}}");
    String path = V3 + "/sync?timeout=" + timeout + "&filter=" + filter;
    return call("GET", since == null ? path : path + "&since=" + encoded(since), null);
  }

  /// The ids of all events of a room, oldest first.
  public List<String> timeline(String room) {
    List<String> ids = new ArrayList<>();
    String from = null;
    do {
      String path = V3 + "/rooms/" + encoded(room) + "/messages?dir=f&limit=500";
      JsonObject page =
          call("GET", from == null ? path : path + "&from=" + encoded(from), null).ok();
      for (JsonObject event : page.array("chunk").orElse(JsonArray.EMPTY).objects()) {
        ids.add(event.string("event_id").orElseThrow());
      }
      from = page.string("end").orElse(null);
    } while (from != null);
    return ids;
  }

  /// A page of a room's timeline, newest first.
  ///
  /// @param from the token to begin at
  public JsonObject before(String room, String from) {
    return call(
            "GET",
            V3 + "/rooms/" + encoded(room) + "/messages?dir=b&limit=100&from=" + encoded(from),
            null)
        .ok();
  }

  /// Sends any request.
  ///
  /// @param body JSON, or null for none
  public Answer call(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(LIMIT)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), Json.parseObject(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
