package org.ashlar.http.jetty;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Reply;
import org.ashlar.base.json.JsonObject;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;

/// Puts replies into responses. Every one bears the CORS headers.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#web-browser-clients Web browser clients
final class Answers {
  private static final HttpField ORIGIN =
      new PreEncodedHttpField(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
  private static final HttpField METHODS =
      new PreEncodedHttpField(
          HttpHeader.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT, DELETE, OPTIONS");
  private static final HttpField HEADERS =
      new PreEncodedHttpField(
          HttpHeader.ACCESS_CONTROL_ALLOW_HEADERS,
          "X-Requested-With, Content-Type, Authorization, Date");
  private static final HttpField CLOSE = new PreEncodedHttpField(HttpHeader.CONNECTION, "close");
  private static final HttpField JSON =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
  private static final Reply PREFLIGHT = new Reply(204, Map.of(), BodyReader.NONE);

  private static final long LEAST_PAUSE_MILLIS = 1000;
  private static final long MOST_PAUSE_MILLIS = 3000;

  private Answers() {}

  /// What OPTIONS gets.
  static Reply preflight() {
    return PREFLIGHT;
  }

  /// What is answered to more than can be served: what clients back off on. They are told different
  /// times, so that they do not all come back together.
  static MatrixException overloaded() {
    long millis = ThreadLocalRandom.current().nextLong(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS);
    return new MatrixException(
        ErrorCode.LIMIT_EXCEEDED,
        429,
        "The server has more to do than it can; try again in a moment.",
        JsonObject.builder().put("retry_after_ms", millis).build());
  }

  /// Sets status and headers.
  ///
  /// @param close whether the connection ends with this answer
  /// @return the body to be sent
  static ByteBuffer prepare(Response response, Reply reply, boolean close) {
    response.setStatus(reply.status());
    HttpFields.Mutable headers = response.getHeaders();
    headers.add(ORIGIN);
    headers.add(METHODS);
    headers.add(HEADERS);
    reply.headers().forEach((name, value) -> put(headers, name, value));
    if (close) {
      headers.put(CLOSE);
    }
    if (reply.status() == 204 || reply.status() == 304) {
      return ByteBuffer.allocate(0);
    }
    headers.put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    return ByteBuffer.wrap(reply.body());
  }

  private static void put(HttpFields.Mutable headers, String name, String value) {
    if (name.equals("Content-Type") && value.equals("application/json")) {
      headers.add(JSON);
    } else {
      headers.put(name, value);
    }
  }
}
