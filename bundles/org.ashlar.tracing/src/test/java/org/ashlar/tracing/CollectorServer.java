package org.ashlar.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;

/// A collector on this machine that keeps what it is sent and answers as a test likes.
final class CollectorServer implements AutoCloseable {
  private static final long PATIENCE = 20;

  private final HttpServer server;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

  /// A request.
  record Received(String path, Map<String, List<String>> headers, JsonObject body) {
    /// All spans in it, in their order.
    List<JsonObject> spans() {
      List<JsonObject> all = new ArrayList<>();
      for (JsonValue resource : body.array("resourceSpans").orElseThrow()) {
        for (JsonValue scope : ((JsonObject) resource).array("scopeSpans").orElseThrow()) {
          ((JsonObject) scope)
              .array("spans")
              .orElseThrow()
              .forEach(span -> all.add((JsonObject) span));
        }
      }
      return all;
    }
  }

  /// What it says next.
  record Answer(int status, Map<String, String> headers, String body) {}

  CollectorServer() throws IOException {
    this(0);
  }

  CollectorServer(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  /// What it answers once, before it takes everything again.
  void answerNext(int status, Map<String, String> headers, String body) {
    answers.add(new Answer(status, headers, body));
  }

  Received next() throws InterruptedException {
    Received next = received.poll(PATIENCE, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was sent");
    }
    return next;
  }

  int waiting() {
    return received.size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonObject body = Json.parseObject(exchange.getRequestBody().readAllBytes());
      Answer answer = answers.poll();
      if (answer == null) {
        answer = new Answer(200, Map.of(), "{\"partialSuccess\":{}}");
      }
      answer.headers().forEach(exchange.getResponseHeaders()::add);
      byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
      exchange.getResponseBody().write(text);
      received.add(
          new Received(
              exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), body));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
