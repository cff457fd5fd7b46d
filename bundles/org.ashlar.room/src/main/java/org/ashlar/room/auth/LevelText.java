package org.ashlar.room.auth;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ashlar.base.json.JsonDecimal;

/// Levels as old room versions write them.
final class LevelText {
  private static final BigInteger MOST = BigInteger.valueOf(PowerLevels.INFINITE - 1);
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final Pattern INTEGER =
      Pattern.compile(
          "[\\p{IsWhite_Space}\\x1C-\\x1F]*([+-]?[0-9]+)[\\p{IsWhite_Space}\\x1C-\\x1F]*");

  private LevelText() {}

  /// A text of one integer: digits, zeroes before them, a sign, white space around them.
  static OptionalLong parse(String text) {
    Matcher matcher = INTEGER.matcher(text);
    return matcher.matches()
        ? OptionalLong.of(bounded(new BigInteger(matcher.group(1))))
        : OptionalLong.empty();
  }

  /// What is before the point when the exponent is applied; empty when no double holds the number.
  static OptionalLong truncate(JsonDecimal decimal) {
    if (decimal.isInteger()) {
      return OptionalLong.of(bounded(new BigInteger(decimal.text())));
    }
    return decimal.isFinite()
        ? OptionalLong.of(bounded(whole(Double.parseDouble(decimal.text()))))
        : OptionalLong.empty();
  }

  private static BigInteger whole(double number) {
    return new BigDecimal(number).setScale(0, RoundingMode.DOWN).toBigInteger();
  }

  private static long bounded(BigInteger level) {
    return level.min(MOST).max(LEAST).longValue();
  }
}
