package org.ashlar.config;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonBoolean;
import org.ashlar.base.json.JsonDecimal;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonNull;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// The JSON object in which a map, or an element of a list of maps, is handed over; names as in the
/// file, defaults filled in.
final class ElementJson {
  private ElementJson() {}

  /// A map whose keys nobody has described: values as YAML writes them.
  static JsonObject untyped(Yaml.Fields fields) {
    JsonObject.Builder object = JsonObject.builder();
    fields.fields().forEach(field -> object.put(field.name(), untyped(field.value())));
    return object.build();
  }

  private static JsonValue untyped(Yaml value) {
    return switch (value) {
      case Yaml.Fields fields -> untyped(fields);
      case Yaml.Items items ->
          new JsonArray(items.items().stream().map(ElementJson::untyped).toList());
      case Yaml.Scalar scalar when scalar.isNull() -> JsonNull.NULL;
      case Yaml.Scalar scalar when scalar.quoted() -> new JsonString(scalar.text());
      case Yaml.Scalar scalar -> {
        for (ScalarType type : List.of(ScalarType.BOOLEAN, ScalarType.LONG, ScalarType.DOUBLE)) {
          Object read = type.read(scalar.text());
          if (read != null) {
            yield json(read);
          }
        }
        yield new JsonString(scalar.text());
      }
    };
  }

  static JsonObject of(SectionType element, Map<String, Object> values) {
    JsonObject.Builder object = JsonObject.builder();
    for (KeyType key : element.keys()) {
      Object value = values.getOrDefault(key.name(), defaultOf(key));
      if (value != null) {
        object.put(key.name(), json(value));
      }
    }
    return object.build();
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
      case JsonValue json -> json;
      case Boolean bool -> JsonBoolean.of(bool);
      case Float number -> new JsonDecimal(number.toString());
      case Double number -> new JsonDecimal(number.toString());
      case Number number -> new JsonInteger(number.longValue());
      default -> new JsonString(value.toString());
    };
  }
}
