package org.ashlar.tracing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonBoolean;
import org.ashlar.base.json.JsonDecimal;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// Collects attributes as OTLP writes them. For one thread.
final class Attributes {
  private static final int NANO_DIGITS = 9;

  private final List<JsonValue> all = new ArrayList<>();

  Attributes text(String key, @Nullable String value) {
    return value == null ? this : add(key, "stringValue", new JsonString(value));
  }

  /// Integers of 64 bits are texts in OTLP's JSON.
  Attributes number(String key, long value) {
    return add(key, "intValue", new JsonString(Long.toString(value)));
  }

  Attributes seconds(String key, long nanos) {
    BigDecimal seconds = BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros();
    return add(key, "doubleValue", new JsonDecimal(seconds.toPlainString()));
  }

  Attributes mark(String key) {
    return add(key, "boolValue", JsonBoolean.of(true));
  }

  private Attributes add(String key, String type, JsonValue value) {
    all.add(JsonObject.builder().put("key", key).put("value", JsonObject.of(type, value)).build());
    return this;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  JsonArray array() {
    return new JsonArray(all);
  }
}
