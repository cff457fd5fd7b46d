package org.ashlar.itests.swap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A collector of traces on this machine: keeps the newest spans and counts the roots.
final class TraceCollector implements AutoCloseable {
  private static final int KEPT = 20_000;

  private final ObjectMapper json = new ObjectMapper();
  private final Queue<JsonNode> spans = new ConcurrentLinkedQueue<>();
  private final AtomicInteger roots = new AtomicInteger();
  private final HttpServer server;

  TraceCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// How many requests and tasks have come.
  int roots() {
    return roots.get();
  }

  /// The newest spans.
  List<JsonNode> spans() {
    return List.copyOf(spans);
  }

  /// The value of an attribute, empty when the span has none of that name.
  static String attribute(JsonNode span, String key) {
    for (JsonNode attribute : span.path("attributes")) {
      if (attribute.path("key").asText().equals(key)) {
        return attribute.path("value").elements().next().asText();
      }
    }
    return "";
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = json.readTree(exchange.getRequestBody());
      for (JsonNode span : body.at("/resourceSpans/0/scopeSpans/0/spans")) {
        spans.add(span);
        if (!attribute(span, "ashlar.request_id").isEmpty()) {
          roots.incrementAndGet();
        }
        if (spans.size() > KEPT) {
          spans.remove();
        }
      }
      byte[] answer = {'{', '}'};
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
