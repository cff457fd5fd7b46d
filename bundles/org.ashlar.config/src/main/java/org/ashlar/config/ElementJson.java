package org.ashlar.config;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonBoolean;
import org.ashlar.base.json.JsonDecimal;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// The text of a JSON object in which an element of a list of maps is handed over; names as in the
/// file, defaults filled in.
final class ElementJson {
  private ElementJson() {}

  static String text(SectionType element, Map<String, Object> values) {
    JsonObject.Builder object = JsonObject.builder();
    for (KeyType key : element.keys()) {
      Object value = values.getOrDefault(key.name(), defaultOf(key));
      if (value != null) {
        object.put(key.name(), json(value));
      }
    }
    return Json.text(object.build());
  }

  private static @Nullable Object defaultOf(KeyType key) {
    if (key.defaults() == null) {
      return null;
    }
    List<Object> values = new ArrayList<>();
    for (String text : key.defaults()) {
      Object value = key.scalar().read(text);
      if (value != null) {
        values.add(value);
      }
    }
    if (key.list()) {
      return key.scalar().array(values);
    }
    return values.isEmpty() ? null : values.getFirst();
  }

  private static JsonValue json(Object value) {
    if (value.getClass().isArray()) {
      List<JsonValue> elements = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        elements.add(json(Array.get(value, i)));
      }
      return new JsonArray(elements);
    }
    return switch (value) {
      case Boolean bool -> JsonBoolean.of(bool);
      case Float number -> new JsonDecimal(number.toString());
      case Double number -> new JsonDecimal(number.toString());
      case Number number -> new JsonInteger(number.longValue());
      default -> new JsonString(value.toString());
    };
  }
}
