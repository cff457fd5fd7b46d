package org.ashlar.base.json;

/// Any other JSON number, kept as it was written. Never part of an event since room version 6.
///
/// @param text the number in JSON's grammar
public record JsonDecimal(String text) implements JsonValue {
  /// Tells whether it is an integer, too large for [JsonInteger].
  ///
  /// @return false when it has a fraction or an exponent
  public boolean isInteger() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') {
        return false;
      }
    }
    return true;
  }

  /// Tells whether it is an integer, or within the range of a double.
  ///
  /// @return false for the likes of `1e999`
  public boolean isFinite() {
    return isInteger() || Double.isFinite(Double.parseDouble(text));
  }

  /// The one form of this number in the canonical JSON of old room versions, as their reference
  /// implementation writes it: an integer digit by digit; else the shortest decimal that names the
  /// same double, with an exponent below 1e-4 and from 1e16 on.
  ///
  /// @return the text; as it is when [#isFinite] is false
  public String canonicalText() {
    return isInteger() || !isFinite() ? text : ShortestDecimal.text(Double.parseDouble(text));
  }
}
