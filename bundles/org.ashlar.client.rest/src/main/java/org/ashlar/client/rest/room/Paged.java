package org.ashlar.client.rest.room;

import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonException;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.client.rest.endpoint.FilterForm;
import org.jspecify.annotations.Nullable;

/// Query parameters that operations with pages have in common.
final class Paged {
  private static final long DEFAULT_LIMIT = 10;

  private Paged() {}

  /// A token; an empty one is none.
  static @Nullable String token(ClientRequest request, String name) {
    return request.query(name).filter(text -> !text.isEmpty()).orElse(null);
  }

  /// The direction, backward when it is not said.
  ///
  /// @throws MatrixException 400 `M_INVALID_PARAM`
  static boolean isBackward(ClientRequest request) {
    return switch (request.query("dir").orElse("b")) {
      case "b" -> true;
      case "f" -> false;
      default -> throw MatrixException.invalidParam("The query parameter dir must be b or f.");
    };
  }

  /// The most events that are wanted. The query parameter `limit` and the `limit` of the filter are
  /// both upper bounds: the lesser counts, with 10 for a parameter that was not sent.
  ///
  /// @param range what is allowed; more is taken as its end
  /// @throws MatrixException 400 `M_INVALID_PARAM` for the parameter, `M_BAD_JSON` for the filter
  static int limit(ClientRequest request, JsonObject filter, ClientRequest.Range range) {
    long limit = request.queryInteger("limit", DEFAULT_LIMIT, range);
    Long filtered = new Fields(filter).integer("limit");
    if (filtered == null) {
      return (int) limit;
    }
    if (filtered < range.least()) {
      throw MatrixException.badJson("The field limit must be at least " + range.least() + ".");
    }
    return (int) Math.min(limit, filtered);
  }

  /// A `RoomEventFilter`; empty when there is none.
  ///
  /// @throws MatrixException 400 `M_NOT_JSON` or `M_BAD_JSON`
  static JsonObject filter(ClientRequest request) {
    String text = request.query("filter").orElse("");
    if (text.isEmpty()) {
      return JsonObject.EMPTY;
    }
    try {
      if (Json.parse(text) instanceof JsonObject object) {
        FilterForm.checkEvents(object);
        return object;
      }
    } catch (JsonException e) {
      throw new MatrixException(
          ErrorCode.NOT_JSON, 400, "The filter is not JSON: " + e.getMessage() + ".");
    }
    throw MatrixException.badJson("The filter must be a JSON object.");
  }
}
