package org.ashlar.base.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes JSON as UTF-8 into a growing array.
final class JsonWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final Comparator<Map.Entry<String, JsonValue>> BY_CODE_POINT =
      (left, right) -> compareCodePoints(left.getKey(), right.getKey());

  private final boolean sorted;
  private byte[] buffer = new byte[512];
  private int length;

  JsonWriter(boolean sorted) {
    this.sorted = sorted;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(buffer, length);
  }

  void value(JsonValue value) {
    switch (value) {
      case JsonObject object -> object(object);
      case JsonArray array -> array(array.values());
      case JsonString string -> string(string.value());
      case JsonInteger integer -> ascii(Long.toString(integer.value()));
      case JsonDecimal decimal -> ascii(sorted ? decimal.canonicalText() : decimal.text());
      case JsonBoolean bool -> bytes(bool.value() ? TRUE : FALSE);
      case JsonNull _ -> bytes(NULL);
      case JsonRaw raw -> bytes(raw.utf8());
    }
  }

  private void object(JsonObject object) {
    octet('{');
    boolean first = true;
    for (Map.Entry<String, JsonValue> member : entries(object.members().entrySet())) {
      if (!first) {
        octet(',');
      }
      first = false;
      string(member.getKey());
      octet(':');
      value(member.getValue());
    }
    octet('}');
  }

  private Iterable<Map.Entry<String, JsonValue>> entries(
      Set<Map.Entry<String, JsonValue>> members) {
    if (!sorted || members.size() < 2) {
      return members;
    }
    List<Map.Entry<String, JsonValue>> entries = new ArrayList<>(members);
    entries.sort(BY_CODE_POINT);
    return entries;
  }

  private void array(List<JsonValue> values) {
    octet('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        octet(',');
      }
      value(values.get(i));
    }
    octet(']');
  }

  private void string(String text) {
    reserve(text.length() + 2);
    buffer[length++] = '"';
    for (int i = plain(text); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
        octet(c);
      } else if (c < 0x80) {
        escape(c);
      } else {
        int codePoint = text.codePointAt(i);
        utf8(codePoint);
        i += Character.charCount(codePoint) - 1;
      }
    }
    octet('"');
  }

  /// Copies what needs no escape, for which there is room.
  ///
  /// @return how many characters these are
  private int plain(String text) {
    byte[] out = buffer;
    int at = length;
    int i = 0;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') {
        break;
      }
      out[at++] = (byte) c;
    }
    length = at;
    return i;
  }

  private void escape(char c) {
    octet('\\');
    switch (c) {
      case '"', '\\' -> octet(c);
      case '\b' -> octet('b');
      case '\t' -> octet('t');
      case '\n' -> octet('n');
      case '\f' -> octet('f');
      case '\r' -> octet('r');
      default -> {
        ascii("u00");
        octet(HEX[c >> 4]);
        octet(HEX[c & 15]);
      }
    }
  }

  private void utf8(int codePoint) {
    if (codePoint < 0x800) {
      octet(0xC0 | codePoint >> 6);
    } else {
      if (codePoint < 0x10000) {
        octet(0xE0 | codePoint >> 12);
      } else {
        octet(0xF0 | codePoint >> 18);
        octet(0x80 | codePoint >> 12 & 0x3F);
      }
      octet(0x80 | codePoint >> 6 & 0x3F);
    }
    octet(0x80 | codePoint & 0x3F);
  }

  private void ascii(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer[length++] = (byte) text.charAt(i);
    }
  }

  private void bytes(byte[] octets) {
    reserve(octets.length);
    System.arraycopy(octets, 0, buffer, length, octets.length);
    length += octets.length;
  }

  private void octet(int octet) {
    if (length == buffer.length) {
      reserve(1);
    }
    buffer[length++] = (byte) octet;
  }

  private void reserve(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }

  /// UTF-16 order differs from code point order only where a surrogate meets U+E000 and above.
  private static int compareCodePoints(String left, String right) {
    int end = Math.min(left.length(), right.length());
    for (int i = 0; i < end; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean surrogateA = Character.isSurrogate(a);
        return surrogateA == Character.isSurrogate(b) ? a - b : surrogateA ? 1 : -1;
      }
    }
    return left.length() - right.length();
  }
}
