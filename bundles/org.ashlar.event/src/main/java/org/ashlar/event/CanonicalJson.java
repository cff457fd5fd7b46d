package org.ashlar.event;

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

  /// Writes a value in canonical form.
  ///
  /// @param value a value that keeps to the grammar
  /// @return UTF-8, members sorted by code point, no white space
  /// @throws MatrixException 400 `M_BAD_JSON` as in [#require]
  public static byte[] encode(JsonValue value) {
    require(value);
    return Json.writeSorted(value);
  }

  /// Writes a value in the canonical form of a room version.
  ///
  /// @param value any value; only where the version is strict must it keep to the grammar
  /// @param version the version
  /// @return UTF-8, members sorted by code point, no white space
  /// @throws MatrixException 400 `M_BAD_JSON` as in [#require], where the version is strict
  public static byte[] encode(JsonValue value, RoomVersion version) {
    return version.has(RoomVersion.Behavior.STRICT_CANONICAL_JSON)
        ? encode(value)
        : Json.writeSorted(value);
  }

  /// Demands that all numbers are integers between -(2^53)+1 and (2^53)-1.
  ///
  /// @param value the value
  /// @throws MatrixException 400 `M_BAD_JSON` when one is not
  public static void require(JsonValue value) {
    switch (value) {
      case JsonObject object -> object.members().values().forEach(CanonicalJson::require);
      case JsonArray array -> array.values().forEach(CanonicalJson::require);
      case JsonInteger integer -> requireRange(integer.value());
      case JsonDecimal decimal -> throw notCanonical(decimal.text());
      case JsonRaw _ -> throw new IllegalArgumentException("raw JSON can not be checked");
      case JsonString _, JsonBoolean _, JsonNull _ -> {}
    }
  }

  private static void requireRange(long number) {
    if (number > JsonInteger.MAX_CANONICAL || number < -JsonInteger.MAX_CANONICAL) {
      throw notCanonical(Long.toString(number));
    }
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
