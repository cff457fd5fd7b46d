package org.ashlar.config;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is known of a key: an attribute definition of a bundle's metadata.
///
/// @param id the name by which the bundle asks for it
/// @param scalar the type of the value, or of each element
/// @param list whether it has any number of elements
/// @param map whether it is a map of names to texts, handed over as `name=text`
/// @param json whether it is a map, or a list of maps, handed over as JSON
/// @param required whether its section or list element must have it
/// @param defaults the values that hold when it is missing; null when there is none
/// @param options the values that are allowed; empty when all of the type are
/// @param min the least value, or null
/// @param max the greatest value, or null
/// @param description for people
record KeyType(
    String id,
    ScalarType scalar,
    boolean list,
    boolean map,
    boolean json,
    boolean required,
    @Nullable List<String> defaults,
    List<String> options,
    @Nullable String min,
    @Nullable String max,
    String description) {
  private static final List<String> RESTART =
      List.of("Needs a restart.", "Takes effect at the next start.");

  /// The name in the file: `maxBodySize`, `max.body.size` and `max_body_size` are all
  /// `max_body_size`.
  String name() {
    return snake(id);
  }

  /// Whether a change takes effect at the next start only.
  boolean needsRestart() {
    return RESTART.stream().anyMatch(description::contains);
  }

  static String snake(String id) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c == '.' || c == '-') {
        name.append('_');
      } else if (Character.isUpperCase(c) && i > 0) {
        name.append('_').append(Character.toLowerCase(c));
      } else {
        name.append(c);
      }
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  /// What is allowed, for a message: `an integer from 1 to 65535`.
  String allowed() {
    String one = options.isEmpty() ? scalar.words() + range() : "one of " + join(options);
    if (json) {
      return list ? "a list of maps" : "a map";
    }
    return list && !map ? "a list, each " + one : one;
  }

  private String range() {
    if (min == null && max == null) {
      return "";
    }
    if (min == null) {
      return " of at most " + max;
    }
    return max == null ? " of at least " + min : " from " + min + " to " + max;
  }

  private static String join(List<String> options) {
    return String.join(", ", options);
  }
}
