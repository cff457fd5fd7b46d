package org.ashlar.event;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// The way to a property of an event, such as `content.m\.mentions.room`.
///
/// @param names the names on the way
/// @spec https://spec.matrix.org/v1.19/appendices/#dot-separated-property-paths Property paths
public record PropertyPath(List<String> names) {
  /// The way to the text of a message.
  public static final PropertyPath BODY = new PropertyPath(List.of("content", "body"));

  /// Copies the names.
  public PropertyPath {
    names = List.copyOf(names);
  }

  /// Reads a path: a backslash makes a dot or a backslash after it part of a name, and is itself
  /// part of the name before anything else.
  ///
  /// @param path the path as a text
  /// @return the path
  public static PropertyPath of(String path) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      char next = i + 1 < path.length() ? path.charAt(i + 1) : 0;
      if (c == '\\' && (next == '.' || next == '\\')) {
        name.append(next);
        i++;
      } else if (c == '.') {
        names.add(name.toString());
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
    names.add(name.toString());
    return new PropertyPath(names);
  }

  /// The value there.
  ///
  /// @param event where the way begins
  /// @return the value, null when there is none
  public @Nullable JsonValue in(JsonObject event) {
    JsonValue value = event;
    for (String name : names) {
      if (!(value instanceof JsonObject object)) {
        return null;
      }
      value = object.get(name);
    }
    return value;
  }
}
