package org.ashlar.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known of a section, or of the elements of a list of maps.
///
/// @param id the PID of a section, `PID.KEY` of the elements of a list
/// @param description for people
/// @param keys the keys, in the order of the metadata
record SectionType(String id, String description, List<KeyType> keys) {
  static final String PREFIX = "org.ashlar.";

  /// The name in the file.
  String name() {
    return KeyType.snake(id.substring(PREFIX.length()));
  }

  @Nullable KeyType key(String name) {
    return keys.stream().filter(key -> key.name().equals(name)).findFirst().orElse(null);
  }

  List<String> names() {
    return keys.stream().map(KeyType::name).toList();
  }

  /// Both definitions together; where they differ the other one, of the newer bundle, counts.
  SectionType with(SectionType newer) {
    Map<String, KeyType> all = new LinkedHashMap<>();
    keys.forEach(key -> all.put(key.name(), key));
    newer.keys.forEach(key -> all.put(key.name(), key));
    return new SectionType(id, newer.description, List.copyOf(all.values()));
  }
}
