package org.ashlar.stream;

import java.util.List;
import org.ashlar.base.error.MatrixException;

/// Writes and reads the fields of tokens: numbers in base 36 between `_`, each in exactly one way.
final class TokenText {
  private static final int RADIX = 36;
  private static final int MAX_LENGTH = 200;

  private TokenText() {}

  static StringBuilder begin(String prefix) {
    return new StringBuilder(48).append(prefix);
  }

  static void number(StringBuilder out, long number) {
    out.append('_').append(Long.toString(number, RADIX));
  }

  /// The fields of a token, or a fault when it does not begin with the prefix or has none of these
  /// numbers of fields.
  static long[] read(String text, String prefix, Integer... sizes) {
    if (text.length() > MAX_LENGTH || !text.startsWith(prefix + "_")) {
      throw malformed();
    }
    List<String> parts = List.of(text.substring(prefix.length() + 1).split("_", -1));
    if (!List.of(sizes).contains(parts.size())) {
      throw malformed();
    }
    long[] numbers = new long[parts.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(parts.get(i));
    }
    return numbers;
  }

  private static long number(String text) {
    try {
      long number = Long.parseLong(text, RADIX);
      if (Long.toString(number, RADIX).equals(text)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below: it is one of several ways to be malformed.
    }
    throw malformed();
  }

  static MatrixException malformed() {
    return MatrixException.invalidParam(
        "The token is not one that this server gave; begin again without it.");
  }
}
