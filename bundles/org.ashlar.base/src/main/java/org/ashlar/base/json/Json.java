package org.ashlar.base.json;

import java.nio.charset.StandardCharsets;

/// Reads and writes JSON.
///
/// Reading is strict: valid UTF-8, one value, at most [#MAX_DEPTH] levels, no name twice in an
/// object, numbers of at most 1,000 digits.
public final class Json {
  /// The deepest nesting that is read.
  public static final int MAX_DEPTH = 100;

  private Json() {}

  /// Reads one JSON value.
  ///
  /// @param utf8 the text
  /// @return the value
  /// @throws JsonException when the text is not strict JSON
  public static JsonValue parse(byte[] utf8) {
    return JsonReader.read(utf8);
  }

  /// Reads one JSON value.
  ///
  /// @param text the text
  /// @return the value
  /// @throws JsonException when the text is not strict JSON
  public static JsonValue parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads a JSON object.
  ///
  /// @param utf8 the text
  /// @return the object
  /// @throws JsonException when the text is not strict JSON or not an object
  public static JsonObject parseObject(byte[] utf8) {
    if (parse(utf8) instanceof JsonObject object) {
      return object;
    }
    throw new JsonException("a JSON object is expected");
  }

  /// Writes a value without white space, members in their order.
  ///
  /// @param value the value
  /// @return UTF-8
  public static byte[] write(JsonValue value) {
    JsonWriter writer = new JsonWriter(false);
    writer.value(value);
    return writer.toByteArray();
  }

  /// Writes a value without white space and with members sorted by code point: canonical JSON, when
  /// the numbers in it are canonical. Other numbers get the one form that they have in old room
  /// versions ([JsonDecimal#canonicalText]).
  ///
  /// @param value the value
  /// @return UTF-8
  /// @spec https://spec.matrix.org/v1.19/appendices/#canonical-json Canonical JSON
  public static byte[] writeSorted(JsonValue value) {
    JsonWriter writer = new JsonWriter(true);
    writer.value(value);
    return writer.toByteArray();
  }

  /// Writes a value as text.
  ///
  /// @param value the value
  /// @return JSON without white space
  public static String text(JsonValue value) {
    return new String(write(value), StandardCharsets.UTF_8);
  }
}
