package org.ashlar.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The little JSON that the control protocol needs: objects whose values are strings, integers,
/// true or false. Values are read as text.
final class FlatJson {
  private static final Pattern MEMBER =
      Pattern.compile(
          "\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*:\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([\\w.+-]+))\\s*([,}])");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

  private FlatJson() {}

  /// @throws IllegalArgumentException if the line is something else
  static Map<String, String> read(String line) {
    Map<String, String> members = new LinkedHashMap<>();
    var text = line.strip();
    if (text.equals("{}")) {
      return members;
    }
    var member =
        MEMBER.matcher(text).region(text.startsWith("{") ? 1 : text.length(), text.length());
    while (member.lookingAt()) {
      var string = member.group(2);
      members.put(unescape(member.group(1)), string == null ? member.group(3) : unescape(string));
      if (member.group(4).equals("}") && member.end() == text.length()) {
        return members;
      }
      member.region(member.end(), text.length());
    }
    throw new IllegalArgumentException("not a line of the control protocol: " + line);
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

  private static String unescape(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(unescaped(match)));
  }

  private static String unescaped(java.util.regex.MatchResult match) {
    if (match.group(1) != null) {
      return String.valueOf((char) Integer.parseInt(match.group(1), 16));
    }
    return switch (match.group(2)) {
      case "n" -> "\n";
      case "t" -> "\t";
      case "r" -> "\r";
      case "b" -> "\b";
      case "f" -> "\f";
      default -> match.group(2);
    };
  }
}
