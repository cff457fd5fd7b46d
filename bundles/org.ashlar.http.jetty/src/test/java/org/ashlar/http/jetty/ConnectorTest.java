package org.ashlar.http.jetty;

import static org.ashlar.http.jetty.TestHouse.keys;
import static org.ashlar.http.jetty.TestHouse.on;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Wait;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectorTest {
  private final TestHouse house = new TestHouse();

  @AfterEach
  void nothingIsLeft() {
    assertThat(house.selections.intake().inFlight()).isZero();
    house.close();
  }

  @Test
  void answersARouteWithItsParameters() throws Exception {
    house.bind(
        "a",
        on(
            "GET",
            "/_matrix/client/v3/rooms/{room}/state/{type}/{key}",
            request ->
                Reply.ok(
                    JsonObject.builder()
                        .put("room", request.pathParameter("room"))
                        .put("key", request.pathParameter("key"))
                        .put("q", String.join("|", request.query().get("q")))
                        .put("agent", request.header("user-agent").orElse(""))
                        .build())));
    try (RawClient client = house.client()) {
      RawClient.Answer answer =
          client
              .send(
                  "GET /_matrix/client/v3/rooms/%21a%2Fb:c/state/t/?q=1&q=%32+x HTTP/1.1\r\n"
                      + "Host: h\r\nUser-Agent: me\r\n\r\n")
              .read();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body())
          .isEqualTo("{\"room\":\"!a/b:c\",\"key\":\"\",\"q\":\"1|2 x\",\"agent\":\"me\"}");
      assertThat(answer.headers())
          .containsEntry("access-control-allow-origin", "*")
          .containsEntry("content-type", "application/json");
    }
  }

  @Test
  void tellsUnknownPathsFromWrongMethods() throws Exception {
    house.bind("a", on("GET", "/a", request -> Reply.ok()));
    try (RawClient client = house.client()) {
      assertThat(client.get("/b").status()).isEqualTo(404);
      assertThat(client.get("/b").body()).contains("\"errcode\":\"M_UNRECOGNIZED\"");
      RawClient.Answer wrong = client.post("/a", "{}");
      assertThat(wrong.status()).isEqualTo(405);
      assertThat(wrong.body()).contains("M_UNRECOGNIZED");
      assertThat(wrong.headers()).containsEntry("allow", "GET, HEAD, OPTIONS");
      assertThat(client.get("/a").status()).isEqualTo(200);
      RawClient.Answer head = client.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n").read(false);
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.headers()).containsEntry("content-length", "2");
      assertThat(client.send("OPTIONS /b HTTP/1.1\r\nHost: h\r\n\r\n").read().status())
          .isEqualTo(204);
      assertThat(client.get("/a").body()).isEqualTo("{}");
    }
  }

  @Test
  void answersFaultsAsTheSpecificationSays() throws Exception {
    house.bind(
        "a",
        on("POST", "/json", request -> Reply.ok(request.json())),
        on(
            "GET",
            "/forbidden",
            request -> {
              throw MatrixException.forbidden("No.");
            }),
        on(
            "GET",
            "/broken",
            request -> {
              throw new IllegalStateException("secret detail");
            }));
    try (RawClient client = house.client()) {
      assertThat(client.get("/forbidden").body())
          .isEqualTo("{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No.\"}");
      RawClient.Answer broken = client.get("/broken");
      assertThat(broken.status()).isEqualTo(500);
      assertThat(broken.body()).contains("M_UNKNOWN").contains("GET-2").doesNotContain("secret");
      assertThat(client.post("/json", "{\"a\":1}").body()).isEqualTo("{\"a\":1}");
      assertThat(client.post("/json", "{\"a\":").body()).contains("M_NOT_JSON");
      assertThat(client.post("/json", "[]").body()).contains("M_BAD_JSON");
    }
  }

  @Test
  void tellsWhoIsLimitedWhenToComeAgain() throws Exception {
    house.bind(
        "a",
        on(
            "GET",
            "/limited",
            request -> {
              throw new MatrixException(
                  ErrorCode.LIMIT_EXCEEDED,
                  429,
                  "Too fast.",
                  JsonObject.builder().put("retry_after_ms", 1_200).build());
            }));
    try (RawClient client = house.client()) {
      RawClient.Answer answer = client.get("/limited");
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.headers()).containsEntry("retry-after", "2");
    }
  }

  @Test
  void anAnswerThatIsNoHttpDoesNotHangTheClient() throws Exception {
    house.bind(
        "a",
        on("GET", "/name", request -> new Reply(200, Map.of("", "x"), BodyReader.NONE)),
        on("GET", "/value", request -> new Reply(200, Map.of("X", "a\r\nY: b"), BodyReader.NONE)),
        on("GET", "/empty", request -> new Reply(204, Map.of(), new byte[] {'x'})),
        on("GET", "/ok", request -> Reply.ok()));
    try (RawClient client = house.client()) {
      assertThat(client.get("/name").status()).isIn(200, 500);
      assertThat(client.get("/value").headers()).doesNotContainKey("y");
      assertThat(client.get("/empty").status()).isEqualTo(204);
      assertThat(client.get("/ok").body()).isEqualTo("{}");
    }
  }

  @Test
  void keepsAWaiterUntilItIsWoken() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    house.bind(
        "a",
        on(
            "GET",
            "/sync",
            request -> {
              if (request.resumeToken() == null) {
                waiting.countDown();
                return new Wait(keys("room:a", "user:b"), Duration.ofSeconds(20), "since-7");
              }
              return Reply.ok(JsonObject.of("token", new JsonString(request.resumeToken())));
            }));
    try (RawClient client = house.client()) {
      client.send("GET /sync HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(waiting.await(5, TimeUnit.SECONDS)).isTrue();
      house.connector.wake(keys("room:a"));
      assertThat(client.read().body()).isEqualTo("{\"token\":\"since-7\"}");
      assertThat(house.connector.door().timeouts().size()).isZero();
      assertThat(house.connector.door().waits().waiting()).isZero();
    }
  }

  @Test
  void entersAgainWhenTheTimeIsOver() throws Exception {
    house.bind(
        "a",
        on(
            "GET",
            "/sync",
            request ->
                request.resumeToken() == null
                    ? new Wait(keys("k"), Duration.ofMillis(30), "t")
                    : new Reply(200, Map.of(), new byte[] {'x'})));
    try (RawClient client = house.client()) {
      assertThat(client.get("/sync").body()).isEqualTo("x");
      assertThat(client.get("/sync").body()).isEqualTo("x");
    }
  }
}
