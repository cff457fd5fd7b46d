package org.ashlar.base.log;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonNull;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.jspecify.annotations.Nullable;

/// One JSON object in each line; what is not known is `null`.
final class JsonLayout implements LogLayout {
  @Override
  public byte[] format(
      LogLine line,
      Map<String, String> fields,
      Map<String, String> enriched,
      @Nullable String stack) {
    JsonObject.Builder object =
        JsonObject.builder()
            .put("time", line.time().toString())
            .put("level", line.level().name())
            .put("context", line.contextId());
    put("link", line.link(), object);
    LineFields.of(line, fields, enriched)
        .forEach((name, value) -> put(wellFormed(name), value, object));
    object.put("logger", line.logger());
    put("thread", line.thread().isEmpty() ? null : line.thread(), object);
    object.put("message", wellFormed(line.message()));
    object.putIfPresent("exception", stack == null ? null : wellFormed(stack));
    byte[] json = Json.write(object.build());
    byte[] result = new byte[json.length + 1];
    System.arraycopy(json, 0, result, 0, json.length);
    result[json.length] = '\n';
    return result;
  }

  private static void put(String name, @Nullable String value, JsonObject.Builder object) {
    object.put(name, value == null ? JsonNull.NULL : new JsonString(wellFormed(value)));
  }

  /// Replaces lone surrogates, which have no UTF-8 form.
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
