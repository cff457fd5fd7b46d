package org.ashlar.tracing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonException;
import org.ashlar.base.json.JsonObject;

/// Where spans go: an OTLP endpoint over HTTP. One request at a time; for one thread.
///
/// @spec https://opentelemetry.io/docs/specs/otlp/#otlphttp OTLP/HTTP
final class Collector implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final long MAX_ANSWER = 65_536;
  private static final int OK = 200;
  private static final int NO_SUCCESS = 300;
  private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private final URI endpoint;
  private final Map<String, String> headers;
  private final Duration limit;
  private final HttpClient client;

  /// @param limit until when the whole answer must be there
  /// @param executor who works for the client; must not lead to it
  Collector(URI endpoint, Map<String, String> headers, Duration limit, Executor executor) {
    this.endpoint = endpoint;
    this.headers = headers;
    this.limit = limit;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(executor)
            .build();
  }

  /// Sends a batch once.
  Delivery send(byte[] body) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::setHeader);
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
    try {
      return judged(answer.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return new Delivery.Later(fault(cause == null ? e : cause), Duration.ZERO);
    } catch (TimeoutException e) {
      return new Delivery.Later("no answer in " + limit.toMillis() + " ms", Duration.ZERO);
    } finally {
      answer.cancel(true);
    }
  }

  private static Delivery judged(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status >= OK && status < NO_SUCCESS) {
      return new Delivery.Taken(rejected(response.body()));
    }
    String why = "it answers " + status;
    if (PASSING.contains(status)) {
      return new Delivery.Later(why, after(response.headers().firstValue("retry-after")));
    }
    return new Delivery.Refused(why);
  }

  private static Duration after(Optional<String> value) {
    return value
        .map(String::strip)
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(Duration.ZERO);
  }

  /// What a collector says when it took a part only; a number of 64 bits is a text there.
  private static long rejected(byte[] body) {
    try {
      JsonObject partial = Json.parseObject(body).object("partialSuccess").orElse(JsonObject.EMPTY);
      return partial
          .integer("rejectedSpans")
          .orElseGet(
              () ->
                  partial
                      .string("rejectedSpans")
                      .filter(text -> SECONDS.matcher(text).matches())
                      .map(Long::parseLong)
                      .orElse(0L));
    } catch (JsonException e) {
      return 0;
    }
  }

  /// The kind of fault alone, and what the system says of a connection: nothing of the request.
  private static String fault(Throwable fault) {
    String message = fault.getMessage();
    return fault.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
