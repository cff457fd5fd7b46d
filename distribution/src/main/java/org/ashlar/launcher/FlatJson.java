package org.ashlar.launcher;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The little JSON that the control protocol needs: objects whose values are strings, integers,
/// true or false. Values are read as text. Strings may be of any length.
final class FlatJson {
  private static final int HEX_DIGITS = 4;
  private static final int SHOWN = 200;

  private final String text;
  private int at;

  private FlatJson(String text) {
    this.text = text;
  }

  /// @throws IllegalArgumentException if the line is something else
  static Map<String, String> read(String line) {
    return new FlatJson(line).members();
  }

  static String quote(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  static String quote(List<String> texts) {
    return texts.stream().map(FlatJson::quote).collect(Collectors.joining(",", "[", "]"));
  }

  private Map<String, String> members() {
    Map<String, String> members = new LinkedHashMap<>();
    expect('{');
    if (!comes('}')) {
      do {
        expect('"');
        var name = string();
        expect(':');
        members.put(name, comes('"') ? string() : word());
      } while (comes(','));
      expect('}');
    }
    space();
    if (at < text.length()) {
      throw refusal();
    }
    return members;
  }

  /// What follows a quotation mark, up to and over the next.
  private String string() {
    var value = new StringBuilder();
    char c;
    while ((c = next()) != '"') {
      value.append(c == '\\' ? escaped(next()) : c);
    }
    return value.toString();
  }

  private char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> byNumber();
      case '"', '\\', '/' -> c;
      default -> throw refusal();
    };
  }

  private char byNumber() {
    int value = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
      char c = next();
      if (!HexFormat.isHexDigit(c)) {
        throw refusal();
      }
      value = value * 16 + HexFormat.fromHexDigit(c);
    }
    return (char) value;
  }

  /// A number, true or false.
  private String word() {
    int start = at;
    while (at < text.length() && isOfWord(text.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw refusal();
    }
    return text.substring(start, at);
  }

  private static boolean isOfWord(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "_.+-".indexOf(c) >= 0;
  }

  private char next() {
    if (at == text.length()) {
      throw refusal();
    }
    return text.charAt(at++);
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /// Whether this comes next, but for space; goes over it and what space follows.
  private boolean comes(char c) {
    space();
    if (at == text.length() || text.charAt(at) != c) {
      return false;
    }
    at++;
    if (c != '"') {
      space();
    }
    return true;
  }

  private void expect(char c) {
    if (!comes(c)) {
      throw refusal();
    }
  }

  private IllegalArgumentException refusal() {
    var shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return new IllegalArgumentException("not a line of the control protocol: " + shown);
  }
}
