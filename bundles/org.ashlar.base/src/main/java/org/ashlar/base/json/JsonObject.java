package org.ashlar.base.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON object; the order of its members is kept but is not part of its identity.
public final class JsonObject implements JsonValue {
  /// The object without members.
  public static final JsonObject EMPTY = new JsonObject(new LinkedHashMap<>());

  private final Map<String, JsonValue> members;

  private JsonObject(LinkedHashMap<String, JsonValue> members) {
    this.members = Collections.unmodifiableMap(members);
  }

  /// An object of given members.
  ///
  /// @param members names and values; copied
  /// @return the object
  public static JsonObject of(Map<String, ? extends JsonValue> members) {
    return new JsonObject(new LinkedHashMap<>(members));
  }

  /// An object of one member.
  ///
  /// @param name its name
  /// @param value its value
  /// @return the object
  public static JsonObject of(String name, JsonValue value) {
    return builder().put(name, value).build();
  }

  /// An empty builder.
  ///
  /// @return a builder for one thread
  public static Builder builder() {
    return new Builder();
  }

  /// A builder that begins with the members of this object.
  ///
  /// @return a builder for one thread
  public Builder toBuilder() {
    return builder().putAll(this);
  }

  /// All members.
  ///
  /// @return an unmodifiable map in the order of insertion
  public Map<String, JsonValue> members() {
    return members;
  }

  /// The names of all members.
  ///
  /// @return an unmodifiable set in the order of insertion
  public Set<String> names() {
    return members.keySet();
  }

  /// The number of members.
  ///
  /// @return 0 or more
  public int size() {
    return members.size();
  }

  /// Tells whether there are no members.
  ///
  /// @return true when empty
  public boolean isEmpty() {
    return members.isEmpty();
  }

  /// Tells whether a member exists, even if it is `null`.
  ///
  /// @param name a member's name
  /// @return true when it exists
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /// A member of any kind.
  ///
  /// @param name its name
  /// @return the value, or null when there is none
  public @Nullable JsonValue get(String name) {
    return members.get(name);
  }

  /// A member that is a string.
  ///
  /// @param name its name
  /// @return the text, empty when it is missing or of another kind
  public Optional<String> string(String name) {
    return members.get(name) instanceof JsonString string
        ? Optional.of(string.value())
        : Optional.empty();
  }

  /// A member that is an integer.
  ///
  /// @param name its name
  /// @return the number, empty when it is missing or of another kind
  public OptionalLong integer(String name) {
    return members.get(name) instanceof JsonInteger integer
        ? OptionalLong.of(integer.value())
        : OptionalLong.empty();
  }

  /// A member that is a boolean.
  ///
  /// @param name its name
  /// @return the boolean, empty when it is missing or of another kind
  public Optional<Boolean> bool(String name) {
    return members.get(name) instanceof JsonBoolean bool
        ? Optional.of(bool.value())
        : Optional.empty();
  }

  /// A member that is an object.
  ///
  /// @param name its name
  /// @return the object, empty when it is missing or of another kind
  public Optional<JsonObject> object(String name) {
    return members.get(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  /// A member that is an array.
  ///
  /// @param name its name
  /// @return the array, empty when it is missing or of another kind
  public Optional<JsonArray> array(String name) {
    return members.get(name) instanceof JsonArray array ? Optional.of(array) : Optional.empty();
  }

  /// This object with a member put or replaced.
  ///
  /// @param name its name
  /// @param value its value
  /// @return a new object
  public JsonObject with(String name, JsonValue value) {
    return toBuilder().put(name, value).build();
  }

  /// This object without a member.
  ///
  /// @param name its name
  /// @return a new object, or this one when there is no such member
  public JsonObject without(String name) {
    return has(name) ? toBuilder().remove(name).build() : this;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonObject object && members.equals(object.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return Json.text(this);
  }

  /// Collects the members of an object. For one thread; may be used once.
  public static final class Builder {
    private final LinkedHashMap<String, JsonValue> members = new LinkedHashMap<>();

    private Builder() {}

    /// Puts or replaces a member.
    ///
    /// @param name its name
    /// @param value its value
    /// @return this builder
    public Builder put(String name, JsonValue value) {
      members.put(name, value);
      return this;
    }

    /// Puts or replaces a string.
    ///
    /// @param name the member's name
    /// @param value its text
    /// @return this builder
    public Builder put(String name, String value) {
      return put(name, new JsonString(value));
    }

    /// Puts or replaces an integer.
    ///
    /// @param name the member's name
    /// @param value its number
    /// @return this builder
    public Builder put(String name, long value) {
      return put(name, new JsonInteger(value));
    }

    /// Puts or replaces a boolean.
    ///
    /// @param name the member's name
    /// @param value the boolean
    /// @return this builder
    public Builder put(String name, boolean value) {
      return put(name, JsonBoolean.of(value));
    }

    /// Puts a member when there is a value; otherwise nothing happens.
    ///
    /// @param name the member's name
    /// @param value its value or null
    /// @return this builder
    public Builder putIfPresent(String name, @Nullable JsonValue value) {
      return value == null ? this : put(name, value);
    }

    /// Puts a string when there is one; otherwise nothing happens.
    ///
    /// @param name the member's name
    /// @param value its text or null
    /// @return this builder
    public Builder putIfPresent(String name, @Nullable String value) {
      return value == null ? this : put(name, value);
    }

    /// Puts or replaces all members of another object.
    ///
    /// @param other the object
    /// @return this builder
    public Builder putAll(JsonObject other) {
      members.putAll(other.members);
      return this;
    }

    /// Removes a member if it is there.
    ///
    /// @param name its name
    /// @return this builder
    public Builder remove(String name) {
      members.remove(name);
      return this;
    }

    /// The object.
    ///
    /// @return an immutable object
    public JsonObject build() {
      return new JsonObject(members);
    }
  }
}
