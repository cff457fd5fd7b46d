package org.ashlar.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.ashlar.base.outbound.OutboundException;
import org.ashlar.base.outbound.OutboundHttp.Purpose;
import org.ashlar.base.outbound.OutboundReply;
import org.ashlar.base.outbound.OutboundRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaOutboundHttpTest {
  private static final String[] NONE = {};

  @TempDir private static Path folder;
  private final CountDownLatch released = new CountDownLatch(1);
  private HttpsServerWithOwnAuthority server;
  private JavaOutboundHttp http;

  @BeforeEach
  void open() throws Exception {
    server = new HttpsServerWithOwnAuthority(folder, this::answer);
    http = OutboundHouse.http(folder, new String[] {"authority.pem", "missing.pem"}, NONE);
  }

  @AfterEach
  void close() {
    released.countDown();
    OutboundHouse.close(http);
    server.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/echo" -> {
        String text =
            exchange.getRequestMethod()
                + " "
                + exchange.getRequestHeaders().getFirst("X-Test")
                + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        reply(exchange, 201, text.getBytes(StandardCharsets.UTF_8));
      }
      case "/away" -> {
        exchange.getResponseHeaders().add("Location", "https://" + server.name() + "/echo");
        reply(exchange, 302, new byte[0]);
      }
      case "/long" -> reply(exchange, 200, new byte[2000]);
      default -> {
        try {
          released.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        exchange.close();
      }
    }
  }

  private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  @Test
  void aServerWhoseAuthorityIsConfiguredIsReached() {
    OutboundReply reply = http.send(Purpose.IDENTITY, request("POST", "/echo", "hello"));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("POST yes hello");
  }

  @Test
  void aServerWithoutKnownAuthorityIsNotTrusted() {
    JavaOutboundHttp strict = OutboundHouse.http(folder, NONE, NONE);
    try {
      assertThatThrownBy(() -> strict.send(Purpose.IDENTITY, request("GET", "/echo", null)))
          .isInstanceOfSatisfying(OutboundException.class, e -> assertThat(e.isDenied()).isFalse());
    } finally {
      OutboundHouse.close(strict);
    }
  }

  @Test
  void noConnectionIsMadeToADeniedNetworkOfThatPurpose() {
    http.modified(
        OutboundHouse.options(
            new String[] {"authority.pem"}, new String[] {"127.0.0.0/8", "::1/128"}));

    for (Purpose purpose : new Purpose[] {Purpose.IDENTITY, Purpose.FEDERATION}) {
      assertThatThrownBy(() -> http.send(purpose, request("GET", "/echo", null)))
          .isInstanceOfSatisfying(OutboundException.class, e -> assertThat(e.isDenied()).isTrue());
    }
    assertThat(http.send(Purpose.PREVIEW, request("GET", "/echo", null)).status()).isEqualTo(201);
  }

  @Test
  void aListThatCanNotBeReadDeniesEverything() {
    assertThatThrownBy(() -> http.send(Purpose.PUSH, request("GET", "/echo", null)))
        .isInstanceOfSatisfying(OutboundException.class, e -> assertThat(e.isDenied()).isTrue());
  }

  @Test
  void aRedirectionIsAnAnswer() {
    assertThat(http.send(Purpose.IDENTITY, request("GET", "/away", null)).status()).isEqualTo(302);
  }

  @Test
  void anAnswerThatIsTooLongIsNone() {
    assertThatThrownBy(() -> http.send(Purpose.IDENTITY, request("GET", "/long", null)))
        .isInstanceOfSatisfying(OutboundException.class, e -> assertThat(e.isDenied()).isFalse());
  }

  @Test
  void anAnswerThatDoesNotComeIsNotWaitedForLonger() {
    OutboundRequest hasty =
        new OutboundRequest(
            "GET",
            URI.create("https://" + server.name() + "/never"),
            Map.of(),
            new byte[0],
            new OutboundRequest.Limits(Duration.ofMillis(100), 1000));

    assertThatThrownBy(() -> http.send(Purpose.IDENTITY, hasty))
        .isInstanceOf(OutboundException.class);
  }

  @Test
  void aHostThatNobodyKnowsDoesNotAnswer() {
    OutboundRequest lost =
        new OutboundRequest(
            "GET",
            URI.create("https://nobody.invalid/"),
            Map.of(),
            new byte[0],
            new OutboundRequest.Limits(Duration.ofSeconds(5), 1000));

    assertThatThrownBy(() -> http.send(Purpose.IDENTITY, lost))
        .isInstanceOfSatisfying(OutboundException.class, e -> assertThat(e.isDenied()).isFalse());
  }

  private OutboundRequest request(String method, String path, String body) {
    return new OutboundRequest(
        method,
        URI.create("https://" + server.name() + path),
        Map.of("X-Test", "yes"),
        body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8),
        new OutboundRequest.Limits(Duration.ofSeconds(10), 1000));
  }
}
