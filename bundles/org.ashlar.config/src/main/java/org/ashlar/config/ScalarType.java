package org.ashlar.config;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The types of values, by their names in bundles' metadata.
enum ScalarType {
  STRING("a text", String.class),
  PASSWORD("a secret text", String.class),
  CHARACTER("one character", Character.class),
  BOOLEAN("true or false", Boolean.class),
  BYTE("an integer", Byte.class),
  SHORT("an integer", Short.class),
  INTEGER("an integer", Integer.class),
  LONG("an integer", Long.class),
  FLOAT("a number", Float.class),
  DOUBLE("a number", Double.class);

  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  private static final Set<String> FALSE = Set.of("false", "no", "off");

  private final String words;
  private final Class<?> type;

  ScalarType(String words, Class<?> type) {
    this.words = words;
    this.type = type;
  }

  static ScalarType named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /// What it is, for a message.
  String words() {
    return words;
  }

  /// Reads a value.
  ///
  /// @return the value, or null when the text is none of this type
  @Nullable Object read(String text) {
    try {
      return switch (this) {
        case STRING, PASSWORD -> text;
        case CHARACTER -> text.length() == 1 ? text.charAt(0) : null;
        case BOOLEAN -> bool(text.toLowerCase(Locale.ROOT));
        case BYTE -> Byte.valueOf(text);
        case SHORT -> Short.valueOf(text);
        case INTEGER -> Integer.valueOf(text);
        case LONG -> Long.valueOf(text);
        case FLOAT -> finite(Float.parseFloat(text)) ? Float.valueOf(text) : null;
        case DOUBLE -> finite(Double.parseDouble(text)) ? Double.valueOf(text) : null;
      };
    } catch (NumberFormatException e) {
      return null;
    }
  }

  boolean isText() {
    return this == STRING || this == PASSWORD || this == CHARACTER;
  }

  /// Tells whether a value lies within bounds; for texts they are the least and greatest length.
  boolean within(Object value, @Nullable String min, @Nullable String max) {
    BigDecimal size =
        value instanceof Number number
            ? new BigDecimal(number.toString())
            : BigDecimal.valueOf(value.toString().length());
    return this == BOOLEAN
        || (min == null || size.compareTo(new BigDecimal(min)) >= 0)
            && (max == null || size.compareTo(new BigDecimal(max)) <= 0);
  }

  /// An array as ConfigurationAdmin takes it.
  Object array(List<?> values) {
    Object array = Array.newInstance(type, values.size());
    for (int i = 0; i < values.size(); i++) {
      Array.set(array, i, values.get(i));
    }
    return array;
  }

  private static @Nullable Object bool(String text) {
    if (TRUE.contains(text)) {
      return Boolean.TRUE;
    }
    return FALSE.contains(text) ? Boolean.FALSE : null;
  }

  private static boolean finite(double value) {
    return !Double.isInfinite(value) && !Double.isNaN(value);
  }
}
