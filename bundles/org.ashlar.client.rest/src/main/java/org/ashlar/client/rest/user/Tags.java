package org.ashlar.client.rest.user;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.JsonDecimal;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientRequest;

/// What the endpoints of tags have in common: tags are the account data `m.tag` of a room.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#room-tagging Room tagging
final class Tags {
  static final String TYPE = "m.tag";
  static final String TAGS = "tags";

  private static final String ORDER = "order";
  private static final int MAX_BYTES = 255;
  private static final int MAX_DIGITS = 40;

  private Tags() {}

  /// The tags in an account data's content, which a client may have written itself.
  static JsonObject of(JsonObject content) {
    return content.object(TAGS).orElse(JsonObject.EMPTY);
  }

  static JsonObject with(JsonObject content, String tag, JsonObject value) {
    return content.with(TAGS, of(content).with(tag, value));
  }

  static JsonObject without(JsonObject content, String tag) {
    return of(content).has(tag) ? content.with(TAGS, of(content).without(tag)) : content;
  }

  /// The tag that the path names.
  ///
  /// @throws MatrixException 400 when it is too long
  static String name(ClientRequest request) {
    String tag = request.path("tag");
    if (tag.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw MatrixException.invalidParam("The name of a tag has at most 255 bytes.");
    }
    return tag;
  }

  /// A tag's value, if its order is one.
  ///
  /// @throws MatrixException 400 when it is no number from 0 to 1
  static JsonObject checked(JsonObject tag) {
    switch (tag.get(ORDER)) {
      case null -> {
        // a tag need not have one
      }
      case JsonInteger(var order) when order == 0 || order == 1 -> {
        // the ends of the range
      }
      case JsonDecimal(var text) when isWithin(text) -> {
        // within the range
      }
      case JsonInteger _, JsonDecimal _ ->
          throw MatrixException.invalidParam("The order of a tag lies between 0 and 1.");
      default -> throw MatrixException.badJson("The order of a tag must be a number.");
    }
    return tag;
  }

  private static boolean isWithin(String text) {
    if (text.length() > MAX_DIGITS) {
      return false;
    }
    BigDecimal order = new BigDecimal(text);
    return order.signum() >= 0 && order.compareTo(BigDecimal.ONE) <= 0;
  }
}
