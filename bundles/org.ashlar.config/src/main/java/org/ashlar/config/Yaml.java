package org.ashlar.config;

import java.util.List;

/// A value of the configuration file with the line where it stands.
sealed interface Yaml {
  /// The line, from 1.
  int line();

  /// A number, a text or the like, as it was written.
  ///
  /// @param text without quotes
  /// @param quoted whether quotes say that it is a text
  record Scalar(String text, boolean quoted, int line) implements Yaml {
    boolean isNull() {
      return !quoted && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }
  }

  /// A list.
  record Items(List<Yaml> items, int line) implements Yaml {}

  /// A map.
  record Fields(List<Field> fields, int line) implements Yaml {}

  /// An entry of a map.
  record Field(String name, Yaml value, int line) {}
}
