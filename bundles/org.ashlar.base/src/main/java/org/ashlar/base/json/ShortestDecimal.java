package org.ashlar.base.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// The shortest decimal that names a double, in the form that Python gives it.
final class ShortestDecimal {
  /// The least and the first too great power of ten that is written without an exponent.
  private static final int LEAST_PLAIN = -4;

  private static final int FIRST_SCIENTIFIC = 16;

  private ShortestDecimal() {}

  static String text(double number) {
    String sign = Double.doubleToRawLongBits(number) < 0 ? "-" : "";
    double magnitude = Math.abs(number);
    return sign + (magnitude == 0 ? "0.0" : positive(shortest(magnitude)));
  }

  /// Java's own form is the shortest, but for numbers that one digit would name it takes two.
  private static BigDecimal shortest(double number) {
    BigDecimal exact = new BigDecimal(number);
    BigDecimal best = null;
    for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
      BigDecimal digit = exact.round(new MathContext(1, mode));
      if (digit.doubleValue() == number && (best == null || isCloser(digit, best, exact))) {
        best = digit;
      }
    }
    return best == null ? new BigDecimal(Double.toString(number)).stripTrailingZeros() : best;
  }

  private static boolean isCloser(BigDecimal left, BigDecimal right, BigDecimal exact) {
    return left.subtract(exact).abs().compareTo(right.subtract(exact).abs()) < 0;
  }

  private static String positive(BigDecimal number) {
    BigDecimal bare = number.stripTrailingZeros();
    String digits = bare.unscaledValue().toString();
    int exponent = digits.length() - 1 - bare.scale();
    if (exponent < LEAST_PLAIN || exponent >= FIRST_SCIENTIFIC) {
      return scientific(digits, exponent);
    }
    String plain = bare.toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  private static String scientific(String digits, int exponent) {
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    int power = Math.abs(exponent);
    return digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + (power < 10 ? "0" : "")
        + power;
  }
}
