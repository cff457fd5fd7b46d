package org.ashlar.http.jetty;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.jspecify.annotations.Nullable;

/// Takes paths and queries apart. Each part is decoded by itself, so that an encoded slash stays
/// inside of its segment.
final class UriText {
  private UriText() {}

  /// The decoded segments of a path: `/a/b%2Fc` has `a` and `b/c`.
  ///
  /// @throws MatrixException 400 when an escape is broken or is not UTF-8
  static String[] segments(String path) {
    int count = 0;
    for (int i = 0; i < path.length(); i++) {
      count += path.charAt(i) == '/' ? 1 : 0;
    }
    String[] segments = new String[count];
    int end = path.length();
    for (int i = count - 1; i >= 0; i--) {
      int slash = path.lastIndexOf('/', end - 1);
      segments[i] = decode(path, slash + 1, end, false);
      end = slash;
    }
    return segments;
  }

  /// The decoded parameters of a query, each with its values in their order.
  ///
  /// @throws MatrixException 400 when an escape is broken or is not UTF-8
  static Map<String, List<String>> query(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    int start = 0;
    while (start <= query.length()) {
      int and = query.indexOf('&', start);
      int end = and < 0 ? query.length() : and;
      if (end > start) {
        int equals = query.indexOf('=', start);
        int name = equals < 0 || equals > end ? end : equals;
        parameters
            .computeIfAbsent(decode(query, start, name, true), key -> new ArrayList<>(1))
            .add(name == end ? "" : decode(query, name + 1, end, true));
      }
      start = end + 1;
    }
    return parameters;
  }

  private static String decode(String text, int start, int end, boolean form) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == '%' || form && c == '+') {
        return decoded(text, start, end, form);
      }
    }
    return text.substring(start, end);
  }

  private static String decoded(String text, int start, int end, boolean form) {
    byte[] utf8 = text.substring(start, end).getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < utf8.length; i++) {
      byte b = utf8[i];
      if (b == '%') {
        if (i + 2 >= utf8.length) {
          throw broken();
        }
        b = (byte) (hex(utf8[i + 1]) << 4 | hex(utf8[i + 2]));
        i += 2;
      } else if (form && b == '+') {
        b = ' ';
      }
      utf8[length++] = b;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(utf8, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw broken();
    }
  }

  private static int hex(byte digit) {
    int value = Character.digit(digit, 16);
    if (value < 0) {
      throw broken();
    }
    return value;
  }

  private static MatrixException broken() {
    return new MatrixException(
        ErrorCode.INVALID_PARAM, 400, "The URL has a percent-encoding that is not valid UTF-8.");
  }
}
