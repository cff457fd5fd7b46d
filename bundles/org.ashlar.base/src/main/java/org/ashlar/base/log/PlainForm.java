package org.ashlar.base.log;

/// A text as it reads when percent-encoding and the escapes of JSON by number are undone, as often
/// as they were done, with the way back: what is found here is cut out of the original.
///
/// Each character knows how many times it was encoded, so that what only an encoded text holds,
/// such as `%26`, is not taken for what separates texts.
final class PlainForm {
  private final String text;
  private final char[] chars;
  private final int[] starts;
  private final byte[] percents;
  private final byte[] escapes;
  private int length;

  private PlainForm(String text) {
    this.text = text;
    this.chars = new char[text.length()];
    this.starts = new int[text.length()];
    this.percents = new byte[text.length()];
    this.escapes = new byte[text.length()];
  }

  static PlainForm of(String text) {
    PlainForm form = new PlainForm(text);
    for (int i = 0; i < text.length(); i++) {
      form.push(text.charAt(i), i, 0, 0);
      while (form.percent() || form.escape()) {
        continue;
      }
    }
    return form;
  }

  /// Whether a text may differ from its plain form.
  static boolean differs(String text) {
    for (int i = 0; i < text.length() - 2; i++) {
      char c = text.charAt(i);
      if (c == '%' && isHex(text.charAt(i + 1)) || c == '\\' && text.charAt(i + 1) == 'u') {
        return true;
      }
    }
    return false;
  }

  /// The plain text.
  String plain() {
    return new String(chars, 0, length);
  }

  /// Where a character begins in the original; its length behind the last one.
  int start(int at) {
    return at < length ? starts[at] : text.length();
  }

  /// Whether a character is encoded no more often than another one, in either way.
  boolean isNoDeeper(int at, int other) {
    return percents[at] <= percents[other] && escapes[at] <= escapes[other];
  }

  /// Whether two characters are encoded as often and in the same way.
  boolean isAlike(int at, int other) {
    return percents[at] == percents[other] && escapes[at] == escapes[other];
  }

  private void push(char c, int start, int percent, int escape) {
    chars[length] = c;
    starts[length] = start;
    percents[length] = (byte) Math.min(percent, Byte.MAX_VALUE);
    escapes[length] = (byte) Math.min(escape, Byte.MAX_VALUE);
    length++;
  }

  /// Replaces a `%41` at the end.
  private boolean percent() {
    int at = length - 3;
    if (at < 0 || chars[at] != '%' || !isHex(chars[at + 1]) || !isHex(chars[at + 2])) {
      return false;
    }
    char code = (char) (hex(at + 1) << 4 | hex(at + 2));
    int deep = deepest(percents, at, length) + 1;
    int escaped = deepest(escapes, at, length);
    length = at;
    push(code, starts[at], deep, escaped);
    return true;
  }

  /// Replaces an escape by number at the end. In a string of JSON that lies in another one its
  /// backslash was doubled, and what is left of further ones belongs to what comes next.
  private boolean escape() {
    int at = length - 6;
    if (at < 0 || chars[at] != '\\' || chars[at + 1] != 'u') {
      return false;
    }
    int code = 0;
    for (int i = at + 2; i < length; i++) {
      if (!isHex(chars[i])) {
        return false;
      }
      code = code << 4 | hex(i);
    }
    int first = at;
    while (first > 0 && chars[first - 1] == '\\') {
      first--;
    }
    int slashes = at - first + 1;
    int doubled = Integer.numberOfTrailingZeros(slashes);
    int odd = slashes >> doubled;
    int percent = deepest(percents, at, length);
    int slash = doubled + deepest(escapes, first, at + 1);
    int deep = Math.max(slash, deepest(escapes, at + 1, length)) + 1;
    length = first + (odd - 1) / 2;
    for (int i = first; i < length; i++) {
      escapes[i] = (byte) Math.min(escapes[i] + 1, Byte.MAX_VALUE);
    }
    push((char) code, starts[length], percent, deep);
    return true;
  }

  private static int deepest(byte[] depths, int from, int to) {
    int deepest = 0;
    for (int i = from; i < to; i++) {
      deepest = Math.max(deepest, depths[i]);
    }
    return deepest;
  }

  private int hex(int at) {
    return Character.digit(chars[at], 16);
  }

  private static boolean isHex(char c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }
}
