package org.ashlar.event;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonBoolean;
import org.ashlar.base.json.JsonDecimal;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonNull;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;

/// Canonical JSON: the one form that is hashed and signed.
///
/// @spec https://spec.matrix.org/v1.19/appendices/#canonical-json Canonical JSON
public final class CanonicalJson {
  private CanonicalJson() {}

  /// Writes a value that is no event in canonical form. Integers in another spelling, such as
  /// `1e10`, are written out.
  ///
  /// @param value any value without fractions
  /// @return UTF-8, members sorted by code point, no white space
  /// @throws MatrixException 400 `M_BAD_JSON` when a number is no integer between -(2^53)+1 and
  ///   (2^53)-1
  public static byte[] encode(JsonValue value) {
    JsonValue spelledOut = spelledOut(value);
    require(spelledOut);
    return Json.writeSorted(spelledOut);
  }

  private static JsonValue spelledOut(JsonValue value) {
    return switch (value) {
      case JsonObject object -> {
        Map<String, JsonValue> members = new LinkedHashMap<>(object.members());
        members.replaceAll((_, member) -> spelledOut(member));
        yield JsonObject.of(members);
      }
      case JsonArray array ->
          new JsonArray(array.values().stream().map(CanonicalJson::spelledOut).toList());
      case JsonDecimal decimal when decimal.isFinite() -> integer(decimal);
      default -> value;
    };
  }

  private static JsonValue integer(JsonDecimal decimal) {
    double number = Double.parseDouble(decimal.text());
    return Math.rint(number) == number && Math.abs(number) <= JsonInteger.MAX_CANONICAL
        ? new JsonInteger((long) number)
        : decimal;
  }

  /// Writes a value in the canonical form of a room version.
  ///
  /// @param value a value that is canonical JSON by that version
  /// @param version the version
  /// @return UTF-8, members sorted by code point, no white space
  /// @throws MatrixException 400 `M_BAD_JSON` as in [#require(JsonValue, RoomVersion)]
  public static byte[] encode(JsonValue value, RoomVersion version) {
    require(value, version);
    return Json.writeSorted(value);
  }

  /// Demands that all numbers are such as a room version takes. Where it is not strict these are
  /// all that have a canonical form: integers of any size, and fractions that a double can hold.
  ///
  /// @param value the value
  /// @param version the version
  /// @throws MatrixException 400 `M_BAD_JSON` when one is not
  public static void require(JsonValue value, RoomVersion version) {
    require(value, version.has(RoomVersion.Behavior.STRICT_CANONICAL_JSON));
  }

  /// Demands that all numbers are integers between -(2^53)+1 and (2^53)-1.
  ///
  /// @param value the value
  /// @throws MatrixException 400 `M_BAD_JSON` when one is not
  public static void require(JsonValue value) {
    require(value, true);
  }

  private static void require(JsonValue value, boolean strict) {
    switch (value) {
      case JsonObject object ->
          object.members().values().forEach(member -> require(member, strict));
      case JsonArray array -> array.values().forEach(element -> require(element, strict));
      case JsonInteger integer -> {
        if (strict && !isInRange(integer.value())) {
          throw notCanonical(Long.toString(integer.value()));
        }
      }
      case JsonDecimal decimal -> {
        if (strict || !decimal.isFinite()) {
          throw notCanonical(decimal.text());
        }
      }
      case JsonRaw _ -> throw new IllegalArgumentException("raw JSON can not be checked");
      case JsonString _, JsonBoolean _, JsonNull _ -> {}
    }
  }

  private static boolean isInRange(long number) {
    return number <= JsonInteger.MAX_CANONICAL && number >= -JsonInteger.MAX_CANONICAL;
  }

  private static MatrixException notCanonical(String number) {
    String shown = number.length() > 40 ? number.substring(0, 40) + "..." : number;
    return MatrixException.badJson(
        "The number "
            + shown
            + " is not allowed in an event: use integers between -9007199254740991 and"
            + " 9007199254740991, or a string.");
  }
}
