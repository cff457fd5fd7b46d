package org.ashlar.base.json;

/// `null`.
public enum JsonNull implements JsonValue {
  /// The only value.
  NULL
}
