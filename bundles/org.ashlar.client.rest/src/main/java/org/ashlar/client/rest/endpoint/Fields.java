package org.ashlar.client.rest.endpoint;

import java.util.List;
import java.util.function.Function;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonBoolean;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonNull;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// Reads members of an object that a client sent. A member of another type is 400 `M_BAD_JSON`, a
/// required one that is missing 400 `M_MISSING_PARAM`; `null` counts as missing.
///
/// @param json the object
public record Fields(JsonObject json) {
  /// An optional string.
  ///
  /// @param name the member
  /// @return the text, or null when it is missing
  public @Nullable String string(String name) {
    return read(name, "a string", value -> value instanceof JsonString s ? s.value() : null);
  }

  /// An optional string that is stored as it is: a longer one, or one with a zero character, is 400
  /// `M_INVALID_PARAM`.
  ///
  /// @param name the member
  /// @param limit the most characters
  /// @return the text, or null when it is missing
  public @Nullable String shortString(String name, int limit) {
    String text = string(name);
    if (text != null && (text.length() > limit || text.indexOf('\0') >= 0)) {
      throw MatrixException.invalidParam(
          "The field " + name + " must have at most " + limit + " characters, and no zero.");
    }
    return text;
  }

  /// A string that must be there.
  ///
  /// @param name the member
  /// @return the text
  public String requiredString(String name) {
    return required(name, string(name));
  }

  /// An optional integer.
  ///
  /// @param name the member
  /// @return the number, or null when it is missing
  public @Nullable Long integer(String name) {
    return read(name, "an integer", value -> value instanceof JsonInteger i ? i.value() : null);
  }

  /// An optional boolean.
  ///
  /// @param name the member
  /// @param otherwise the value when it is missing
  /// @return the value
  public boolean bool(String name, boolean otherwise) {
    Boolean value =
        read(name, "a boolean", found -> found instanceof JsonBoolean b ? b.value() : null);
    return value == null ? otherwise : value;
  }

  /// An optional object.
  ///
  /// @param name the member
  /// @return the object, or null when it is missing
  public @Nullable JsonObject object(String name) {
    return read(name, "an object", value -> value instanceof JsonObject o ? o : null);
  }

  /// An object that must be there.
  ///
  /// @param name the member
  /// @return the object
  public JsonObject requiredObject(String name) {
    return required(name, object(name));
  }

  /// An optional array of objects.
  ///
  /// @param name the member
  /// @return the objects, none when it is missing
  public List<JsonObject> objects(String name) {
    JsonArray array = array(name);
    List<JsonObject> objects = array.objects();
    return same(name, objects, array, "objects");
  }

  /// An optional array of strings.
  ///
  /// @param name the member
  /// @return the texts, none when it is missing
  public List<String> strings(String name) {
    JsonArray array = array(name);
    return same(name, array.strings(), array, "strings");
  }

  private JsonArray array(String name) {
    JsonArray array = read(name, "an array", value -> value instanceof JsonArray a ? a : null);
    return array == null ? JsonArray.EMPTY : array;
  }

  private static <T> List<T> same(String name, List<T> values, JsonArray array, String what) {
    if (values.size() != array.size()) {
      throw MatrixException.badJson("The field " + name + " must hold only " + what + ".");
    }
    return values;
  }

  private <T> @Nullable T read(String name, String kind, Function<JsonValue, @Nullable T> convert) {
    JsonValue value = json.get(name);
    if (value == null || value instanceof JsonNull) {
      return null;
    }
    T converted = convert.apply(value);
    if (converted == null) {
      throw MatrixException.badJson("The field " + name + " must be " + kind + ".");
    }
    return converted;
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw MatrixException.missingParam("The field " + name + " is missing.");
    }
    return value;
  }
}
