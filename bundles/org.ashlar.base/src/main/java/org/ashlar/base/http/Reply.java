package org.ashlar.base.http;

import java.util.Map;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;

/// A whole answer.
///
/// @param status the HTTP status
/// @param headers further headers; `Content-Type` included when there is a body
/// @param body the bytes; must not be changed afterwards
@SuppressWarnings("ArrayRecordComponent")
public record Reply(int status, Map<String, String> headers, byte[] body) implements Outcome {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final Reply EMPTY_OBJECT = json(200, JsonObject.EMPTY);

  /// Copies the headers.
  public Reply {
    headers = Map.copyOf(headers);
  }

  /// 200 with a JSON body.
  ///
  /// @param value the body
  /// @return the answer
  public static Reply ok(JsonValue value) {
    return json(200, value);
  }

  /// 200 with `{}`.
  ///
  /// @return the answer
  public static Reply ok() {
    return EMPTY_OBJECT;
  }

  /// A JSON body with any status.
  ///
  /// @param status the HTTP status
  /// @param value the body
  /// @return the answer
  public static Reply json(int status, JsonValue value) {
    return new Reply(status, JSON, Json.write(value));
  }

  /// A body of any type.
  ///
  /// @param status the HTTP status
  /// @param contentType its media type
  /// @param body the bytes
  /// @return the answer
  public static Reply of(int status, String contentType, byte[] body) {
    return new Reply(status, Map.of("Content-Type", contentType), body);
  }
}
