package org.ashlar.base.json;

/// `true` or `false`.
public enum JsonBoolean implements JsonValue {
  /// `true`.
  TRUE,
  /// `false`.
  FALSE;

  /// The value for a Java boolean.
  ///
  /// @param value the boolean
  /// @return [#TRUE] or [#FALSE]
  public static JsonBoolean of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /// The value as a Java boolean.
  ///
  /// @return true for [#TRUE]
  public boolean value() {
    return this == TRUE;
  }
}
