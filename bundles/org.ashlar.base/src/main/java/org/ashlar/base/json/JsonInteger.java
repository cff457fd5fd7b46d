package org.ashlar.base.json;

/// A JSON number without fraction or exponent that fits 64 bits.
///
/// @param value the number
public record JsonInteger(long value) implements JsonValue {
  /// The greatest integer of canonical JSON, 2^53 - 1; the least is its negative.
  public static final long MAX_CANONICAL = (1L << 53) - 1;
}
