package org.ashlar.base.json;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/// A JSON array.
///
/// @param values the elements, in order
public record JsonArray(List<JsonValue> values) implements JsonValue, Iterable<JsonValue> {
  /// The array without elements.
  public static final JsonArray EMPTY = new JsonArray(List.of());

  /// Copies the list.
  public JsonArray {
    values = List.copyOf(values);
  }

  /// An array of strings.
  ///
  /// @param texts the strings, or things whose text is meant
  /// @return the array
  public static JsonArray ofStrings(Collection<?> texts) {
    return new JsonArray(
        texts.stream().<JsonValue>map(text -> new JsonString(text.toString())).toList());
  }

  /// The number of elements.
  ///
  /// @return 0 or more
  public int size() {
    return values.size();
  }

  /// The elements that are strings; others are left out.
  ///
  /// @return the texts, in order
  public List<String> strings() {
    return only(JsonString.class).map(JsonString::value).toList();
  }

  /// The elements that are objects; others are left out.
  ///
  /// @return the objects, in order
  public List<JsonObject> objects() {
    return only(JsonObject.class).toList();
  }

  @Override
  public Iterator<JsonValue> iterator() {
    return values.iterator();
  }

  private <T extends JsonValue> Stream<T> only(Class<T> type) {
    return values.stream().filter(type::isInstance).map(type::cast);
  }
}
