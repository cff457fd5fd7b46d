package org.ashlar.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.PropertyPath;
import org.jspecify.annotations.Nullable;

/// Which fields of events are wanted: those on the way to a path, and all below it.
///
/// @param inner by name, what is wanted of a member; empty when the whole is wanted
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3useruseridfilter
///   Filters
record EventFields(Map<String, EventFields> inner) {
  /// Everything.
  static final EventFields ALL = new EventFields(Map.of());

  /// Reads `event_fields`. Nobody is served by events without any field: an empty list is none.
  static EventFields of(@Nullable List<String> paths) {
    EventFields fields = new EventFields(new HashMap<>());
    if (paths != null) {
      paths.stream().map(PropertyPath::of).forEach(path -> fields.add(path.names()));
    }
    return fields.inner.isEmpty() ? ALL : fields;
  }

  private void add(List<String> names) {
    EventFields at = this;
    for (String name : names.subList(0, names.size() - 1)) {
      EventFields next = at.inner.computeIfAbsent(name, _ -> new EventFields(new HashMap<>()));
      if (next == ALL) {
        return;
      }
      at = next;
    }
    at.inner.put(names.getLast(), ALL);
  }

  boolean isAll() {
    return inner.isEmpty();
  }

  /// The wanted fields of an event that is written already.
  JsonRaw in(JsonRaw event) {
    return isAll() ? event : new JsonRaw(Json.write(in(Json.parseObject(event.utf8()))));
  }

  private JsonObject in(JsonObject object) {
    JsonObject.Builder wanted = JsonObject.builder();
    object
        .members()
        .forEach(
            (name, value) -> {
              EventFields fields = inner.get(name);
              if (fields != null) {
                wanted.putIfPresent(name, fields.in(value));
              }
            });
    return wanted.build();
  }

  private @Nullable JsonValue in(JsonValue value) {
    if (isAll()) {
      return value;
    }
    JsonObject wanted = value instanceof JsonObject object ? in(object) : JsonObject.EMPTY;
    return wanted.isEmpty() ? null : wanted;
  }
}
