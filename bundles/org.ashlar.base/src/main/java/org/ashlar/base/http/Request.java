package org.ashlar.base.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonException;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// A request as an endpoint sees it. For one call; any thread.
///
/// @param method the HTTP method
/// @param path the path as sent, still percent-encoded
/// @param pathParameters the variable segments by name, decoded
/// @param query the query parameters by name, decoded, each in its order
/// @param headers the headers by lower-case name
/// @param remoteAddress the client's address, from a trusted proxy's header if one is configured
/// @param body the whole body, empty when there is none
/// @param resumeToken the token of the [Wait] that ended, or null at the first call
@SuppressWarnings("ArrayRecordComponent")
public record Request(
    String method,
    String path,
    Map<String, String> pathParameters,
    Map<String, List<String>> query,
    Map<String, String> headers,
    String remoteAddress,
    byte[] body,
    @Nullable String resumeToken) {

  /// A variable segment of the path.
  ///
  /// @param name its name in the route
  /// @return its decoded text
  /// @throws IllegalArgumentException when the route has no such segment
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no path parameter " + name);
    }
    return value;
  }

  /// The first value of a query parameter.
  ///
  /// @param name its name
  /// @return the decoded text, empty when it was not sent
  public Optional<String> queryParameter(String name) {
    List<String> values = query.get(name);
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /// A header.
  ///
  /// @param name its name in lower case
  /// @return its value, empty when it was not sent
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The body as a JSON object; an empty body is the empty object.
  ///
  /// @return the object
  /// @throws MatrixException 400 `M_NOT_JSON` or `M_BAD_JSON`
  public JsonObject json() {
    if (body.length == 0) {
      return JsonObject.EMPTY;
    }
    try {
      if (Json.parse(body) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonException e) {
      throw new MatrixException(
          ErrorCode.NOT_JSON, 400, "The body is not JSON: " + e.getMessage() + ".");
    }
    throw MatrixException.badJson("The body must be a JSON object.");
  }
}
