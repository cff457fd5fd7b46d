package org.ashlar.base.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known of a line besides time, level, logger and message.
final class LineFields {
  /// Names that no field of a caller can take.
  private static final Set<String> TAKEN =
      Set.of(
          "time",
          "level",
          "context",
          "link",
          "bundle",
          "node",
          "enricher",
          "logger",
          "thread",
          "message",
          "exception");

  private LineFields() {}

  /// The fields that every line has: `user`, `room`, `bundle`, `node` and `enricher`, then those
  /// that were given with the line. A given `user` or `room` is the more exact one; a given name
  /// that is taken gets a `_` behind it.
  ///
  /// @param given those of the line
  /// @param enriched those of the enricher, empty when there was none
  /// @return null values for what is not known
  static Map<String, @Nullable String> of(
      LogLine line, Map<String, String> given, Map<String, String> enriched) {
    Map<String, @Nullable String> fields = new LinkedHashMap<>();
    fields.put("user", line.caller());
    fields.put("room", line.room());
    fields.put("bundle", line.bundle());
    fields.put("node", null);
    fields.put("enricher", null);
    fields.putAll(enriched);
    given.forEach((name, value) -> fields.put(TAKEN.contains(name) ? name + "_" : name, value));
    return fields;
  }
}
