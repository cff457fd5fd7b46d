package org.ashlar.store.postgres;

import org.jspecify.annotations.Nullable;

/// Text as PostgreSQL can hold it, which knows neither NUL nor half a surrogate pair. Both are
/// legal in JSON, so that they come with events. Almost all text is stored as it is.
final class StoredText {
  private static final char ESCAPE = '\u001a';
  private static final int HEX = 16;
  private static final int UNIT = 4;

  private StoredText() {}

  static @Nullable String encodeNullable(@Nullable String text) {
    return text == null ? null : encode(text);
  }

  static String encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isSpecial(text, i)) {
        return encode(text, i);
      }
    }
    return text;
  }

  static @Nullable String decodeNullable(@Nullable String stored) {
    return stored == null ? null : decode(stored);
  }

  static String decode(String stored) {
    int escape = stored.indexOf(ESCAPE);
    if (escape < 0) {
      return stored;
    }
    StringBuilder text = new StringBuilder(stored.length());
    int from = 0;
    while (escape >= 0) {
      text.append(stored, from, escape);
      char kind = stored.charAt(escape + 1);
      from = escape + 2;
      switch (kind) {
        case '0' -> text.append('\0');
        case '1' -> text.append(ESCAPE);
        default -> {
          text.append((char) Integer.parseInt(stored, from, from + UNIT, HEX));
          from += UNIT;
        }
      }
      escape = stored.indexOf(ESCAPE, from);
    }
    return text.append(stored, from, stored.length()).toString();
  }

  private static String encode(String text, int first) {
    StringBuilder stored = new StringBuilder(text.length() + HEX).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (!isSpecial(text, i)) {
        stored.append(unit);
      } else if (unit == '\0') {
        stored.append(ESCAPE).append('0');
      } else if (unit == ESCAPE) {
        stored.append(ESCAPE).append('1');
      } else {
        stored.append(ESCAPE).append('s').append(Integer.toHexString(unit));
      }
    }
    return stored.toString();
  }

  private static boolean isSpecial(String text, int at) {
    char unit = text.charAt(at);
    if (unit == '\0' || unit == ESCAPE) {
      return true;
    }
    if (Character.isHighSurrogate(unit)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(unit)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
