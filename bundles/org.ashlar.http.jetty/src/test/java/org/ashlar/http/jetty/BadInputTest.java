package org.ashlar.http.jetty;

import static org.ashlar.http.jetty.TestHouse.on;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.ashlar.base.http.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is not HTTP, not JSON, too large, too slow or cut off is answered in JSON, enters no
/// endpoint and leaves nothing behind.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final String HOST = "Host: h\r\n";
  private static final String POST = "POST /json HTTP/1.1\r\n" + HOST;
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

  private final AtomicInteger entered = new AtomicInteger();
  private TestHouse house;

  @BeforeAll
  void open() {
    house = new TestHouse(TestHouse.settings(Duration.ofMillis(300), Duration.ofMillis(400)));
    house.bind(
        "a",
        on(
            "POST",
            "/json",
            request -> {
              Reply reply = Reply.ok(request.json());
              entered.incrementAndGet();
              return reply;
            }),
        on("GET", "/get/{x}", request -> Reply.ok()));
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    assertThat(house.selections.intake().inFlight()).isZero();
    long end = System.nanoTime() + 30_000_000_000L;
    while (house.connector.door().active() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(500_000);
    }
    assertThat(house.connector.door().active()).isZero();
    try (RawClient client = house.client()) {
      assertThat(client.get("/get/a").status()).isEqualTo(200);
    }
  }

  @AfterAll
  void close() {
    house.close();
  }

  static Stream<Arguments> badRequests() {
    String big = "x".repeat(40_000);
    return Stream.of(
        Arguments.of("no HTTP", "GARBAGE\r\n\r\n", 400, "M_UNKNOWN"),
        Arguments.of(
            "TLS to a plain port", "\u0016\u0003\u0001\u0002\u0000\u0001", 400, "M_UNKNOWN"),
        Arguments.of("HTTP/0.9", "GET /get/a\r\n", 505, "M_UNKNOWN"),
        Arguments.of("HTTP/9", "GET /get/a HTTP/9.9\r\n" + HOST + "\r\n", 505, "M_UNKNOWN"),
        Arguments.of("HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 426, "M_UNKNOWN"),
        Arguments.of("no host", "GET /get/a HTTP/1.1\r\n\r\n", 400, "M_UNKNOWN"),
        Arguments.of(
            "two hosts", "GET /get/a HTTP/1.1\r\n" + HOST + HOST + "\r\n", 400, "M_UNKNOWN"),
        Arguments.of(
            "long URL", "GET /get/" + big + " HTTP/1.1\r\n" + HOST + "\r\n", 414, "M_TOO_LARGE"),
        Arguments.of(
            "long header",
            "GET /get/a HTTP/1.1\r\n" + HOST + "X: " + big + "\r\n\r\n",
            431,
            "M_TOO_LARGE"),
        Arguments.of(
            "broken header",
            "GET /get/a HTTP/1.1\r\n" + HOST + "Bad Header: x\r\n\r\n",
            400,
            "M_UNKNOWN"),
        Arguments.of(
            "folded header",
            "GET /get/a HTTP/1.1\r\n" + HOST + " folded: x\r\n\r\n",
            400,
            "M_UNKNOWN"),
        Arguments.of(
            "NUL in a header",
            "GET /get/a HTTP/1.1\r\n" + HOST + "X: \u0000\r\n\r\n",
            400,
            "M_UNKNOWN"),
        Arguments.of(
            "NUL in the path", "GET /get/%00 HTTP/1.1\r\n" + HOST + "\r\n", 400, "M_UNKNOWN"),
        Arguments.of(
            "broken escape", "GET /get/%zz HTTP/1.1\r\n" + HOST + "\r\n", 400, "M_UNKNOWN"),
        Arguments.of(
            "escape that is not UTF-8",
            "GET /get/%ff HTTP/1.1\r\n" + HOST + "\r\n",
            400,
            "M_INVALID_PARAM"),
        Arguments.of(
            "broken query", "GET /get/a?q=%f HTTP/1.1\r\n" + HOST + "\r\n", 400, "M_INVALID_PARAM"),
        Arguments.of("dots", "GET /x/../get/a HTTP/1.1\r\n" + HOST + "\r\n", 404, "M_UNRECOGNIZED"),
        Arguments.of(
            "empty segment", "GET //get/a HTTP/1.1\r\n" + HOST + "\r\n", 404, "M_UNRECOGNIZED"),
        Arguments.of("CONNECT", "CONNECT h:1 HTTP/1.1\r\n" + HOST + "\r\n", 400, "M_UNKNOWN"),
        Arguments.of(
            "unknown method", "BREW /get/a HTTP/1.1\r\n" + HOST + "\r\n", 405, "M_UNRECOGNIZED"),
        Arguments.of("TRACE", "TRACE /get/a HTTP/1.1\r\n" + HOST + "\r\n", 405, "M_UNRECOGNIZED"),
        Arguments.of(
            "length that is no number", POST + "Content-Length: x\r\n\r\n{}", 400, "M_UNKNOWN"),
        Arguments.of("negative length", POST + "Content-Length: -1\r\n\r\n{}", 400, "M_UNKNOWN"),
        Arguments.of(
            "length beyond long",
            POST + "Content-Length: 99999999999999999999\r\n\r\n{}",
            400,
            "M_UNKNOWN"),
        Arguments.of(
            "two lengths",
            POST + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            400,
            "M_UNKNOWN"),
        Arguments.of(
            "length and chunks",
            POST + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
            400,
            "M_UNKNOWN"),
        Arguments.of(
            "other transfer encoding",
            POST + "Transfer-Encoding: gzip\r\n\r\n{}",
            400,
            "M_UNKNOWN"),
        Arguments.of(
            "two transfer encodings",
            POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            501,
            "M_UNKNOWN"),
        Arguments.of(
            "compressed body",
            POST + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
            415,
            "M_UNKNOWN"),
        Arguments.of("broken chunk size", CHUNKED + "zz\r\n{}\r\n0\r\n\r\n", 400, "M_UNKNOWN"),
        Arguments.of("broken chunk end", CHUNKED + "2\r\n{}XX0\r\n\r\n", 400, "M_UNKNOWN"),
        Arguments.of(
            "unknown expectation",
            POST + "Expect: fish\r\nContent-Length: 2\r\n\r\n{}",
            417,
            "M_UNKNOWN"),
        Arguments.of(
            "body announced too large",
            POST + "Content-Length: 2000000\r\n\r\n{}",
            413,
            "M_TOO_LARGE"),
        Arguments.of("slow body", POST + "Content-Length: 10\r\n\r\n{}", 408, "M_UNKNOWN"),
        Arguments.of("slow chunks", CHUNKED + "2\r\n{", 408, "M_UNKNOWN"),
        Arguments.of("slow headers", "GET /get/a HTTP/1.1\r\n" + HOST, 408, "M_UNKNOWN"),
        Arguments.of("slow request line", "GE", 408, "M_UNKNOWN"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRequests")
  void isAnsweredInJson(String name, String request, int status, String code) throws Exception {
    int before = entered.get();
    try (RawClient client = house.client()) {
      RawClient.Answer answer = client.send(request).read();

      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.headers())
          .containsEntry("content-type", "application/json")
          .containsEntry("access-control-allow-origin", "*");
      assertThat(answer.body())
          .startsWith("{\"errcode\":\"" + code + "\",\"error\":\"")
          .doesNotContain("jetty", "Exception");
      boolean ends = "close".equalsIgnoreCase(answer.headers().get("connection"));
      assertThat(ends || client.get("/get/a").status() == 200)
          .as("the connection serves on, or the answer says that it does not")
          .isTrue();
    }
    assertThat(entered).hasValue(before);
  }

  static Stream<Arguments> badBodies() {
    return Stream.of(
        Arguments.of("cut off", bytes("{\"a\":"), "M_NOT_JSON"),
        Arguments.of("two values", bytes("{}{}"), "M_NOT_JSON"),
        Arguments.of("a name twice", bytes("{\"a\":1,\"a\":2}"), "M_NOT_JSON"),
        Arguments.of("NaN", bytes("{\"a\":NaN}"), "M_NOT_JSON"),
        Arguments.of("a lone control character", bytes("{\"a\":\"\u0001\"}"), "M_NOT_JSON"),
        Arguments.of(
            "invalid UTF-8", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, "M_NOT_JSON"),
        Arguments.of(
            "overlong UTF-8",
            new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'},
            "M_NOT_JSON"),
        Arguments.of("UTF-16", "{}".getBytes(StandardCharsets.UTF_16), "M_NOT_JSON"),
        Arguments.of(
            "deep",
            bytes("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
            "M_NOT_JSON"),
        Arguments.of("a long number", bytes("{\"a\":" + "9".repeat(100_000) + "}"), "M_NOT_JSON"),
        Arguments.of("white space", bytes("   "), "M_NOT_JSON"),
        Arguments.of("an array", bytes("[]"), "M_BAD_JSON"),
        Arguments.of("a string", bytes("\"x\""), "M_BAD_JSON"),
        Arguments.of("null", bytes("null"), "M_BAD_JSON"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badBodies")
  void bodyThatIsNoJsonObjectIsRefused(String name, byte[] body, String code) throws Exception {
    int before = entered.get();
    try (RawClient client = house.client()) {
      RawClient.Answer answer = client.post("/json", body);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).startsWith("{\"errcode\":\"" + code + "\"");
      assertThat(client.post("/json", "{}").status()).isEqualTo(200);
    }
    assertThat(entered).hasValue(before + 1);
  }

  @Test
  void aBodyThatGrowsTooLargeInChunksIsRefusedBeforeItsEnd() throws Exception {
    try (RawClient client = house.client()) {
      client.send(CHUNKED);
      String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
      for (int i = 0; i < 17; i++) {
        client.send(chunk);
      }
      assertThat(client.read().status()).isEqualTo(413);
    }
  }

  @Test
  void aRefusedUploadIsAnsweredThoughTheClientKeepsSending() throws Exception {
    try (RawClient client = house.client()) {
      client.send(POST + "Content-Length: 4000000\r\n\r\n");
      for (int i = 0; i < 40; i++) {
        client.send(new byte[100_000]);
      }
      RawClient.Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.headers()).containsEntry("connection", "close");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void whoWaitsToBeToldToGoOnIsTold() throws Exception {
    try (RawClient client = house.client()) {
      client.send(POST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(100);
      assertThat(client.send("{}").read().status()).isEqualTo(200);
      client.send(POST + "Expect: 100-continue\r\nContent-Length: 2000000\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(413);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void headersThatComeByteByByteEndInTime() throws Exception {
    try (RawClient client = house.client()) {
      client.send("GET /get/a HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(200);
      int sent = 0;
      while (sent < 400 && client.isLeftAlone(Duration.ofMillis(20))) {
        client.send("G");
        sent++;
      }
      assertThat(sent).isLessThan(400);
    }
  }

  @Test
  void aConnectionThatIsOnlyIdleIsNotTakenForASlowOne() throws Exception {
    try (RawClient client = house.client()) {
      assertThat(client.get("/get/a").status()).isEqualTo(200);
      assertThat(client.isLeftAlone(Duration.ofMillis(1_200))).isTrue();
      assertThat(client.get("/get/a").status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatClosedItsHalfGetsItsAnswer() throws Exception {
    try (RawClient client = house.client()) {
      client.send(POST + "Content-Length: 2\r\n\r\n{}");
      client.shutdownOutput();
      assertThat(client.read().body()).isEqualTo("{}");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void aHalfClosedConnectionWithHalfABodyIsRefused() throws Exception {
    try (RawClient client = house.client()) {
      client.send(POST + "Content-Length: 10\r\n\r\n{}");
      client.shutdownOutput();
      assertThat(client.read().status()).isEqualTo(400);
    }
  }

  @Test
  void aClientThatVanishesInItsBodyLeavesNothing() throws Exception {
    int before = entered.get();
    for (String request :
        List.of(POST + "Content-Length: 10\r\n\r\n{}", CHUNKED + "5\r\n{", "GET /ge", POST)) {
      try (RawClient client = house.client()) {
        client.send(request);
      }
    }
    assertThat(entered).hasValue(before);
  }
}
