package org.ashlar.base.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes secrets out of a text: whatever follows `access_token=`, `Bearer`, `"password":` and the
/// like. Most texts have no word of the kind, which a look at each letter tells without the
/// pattern.
public final class Redactor {
  private static final String REDACTED = "<redacted>";
  private static final Pattern HEAD =
      Pattern.compile(
          "\\bbearer\\s+"
              + "|(?:access|refresh|login)(?:_|%5f)token[\"'\\\\]*\\s*[=:]\\s*"
              + "|(?:password|passwd|passphrase|secret)[\"'\\\\]*\\s*[=:]\\s*"
              + "|\"(?:token|mac|sig)\\\\*\"\\s*:\\s*"
              + "|\\bsig=",
          Pattern.CASE_INSENSITIVE);
  private static final String ENDS = " \t\r\n&,;\"')}]<";

  private Redactor() {}

  /// Takes secrets out.
  ///
  /// @param text any text
  /// @return the text with `<redacted>` in their place
  public static String redact(String text) {
    return mayHoldSecret(text) ? redactByPattern(text) : text;
  }

  /// Whether a word is there that each head of a secret has one of.
  private static boolean mayHoldSecret(String text) {
    for (int i = 0; i < text.length(); i++) {
      boolean found =
          switch (text.charAt(i)) {
            case 'b', 'B' -> has(text, i, "bearer");
            case 'm', 'M' -> has(text, i, "mac");
            case 'p', 'P' -> has(text, i, "pass");
            case 's', 'S' -> has(text, i, "secret") || has(text, i, "sig");
            case 't', 'T' -> has(text, i, "token");
            default -> false;
          };
      if (found) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(String text, int at, String word) {
    return text.regionMatches(true, at, word, 0, word.length());
  }

  static String redactByPattern(String text) {
    Matcher head = HEAD.matcher(text);
    if (!head.find()) {
      return text;
    }
    StringBuilder result = new StringBuilder(text.length());
    int copied = 0;
    int from = 0;
    while (head.find(from)) {
      int value = openingQuoteEnd(text, head.end());
      int end =
          value > head.end() ? closingQuote(text, head.end(), value) : unquotedEnd(text, value);
      result.append(text, copied, value).append(end > value ? REDACTED : "");
      copied = end;
      from = Math.max(end, head.end());
      if (from >= text.length()) {
        break;
      }
    }
    return result.append(text, copied, text.length()).toString();
  }

  /// Behind an opening quote, which bears backslashes when JSON is quoted in JSON.
  private static int openingQuoteEnd(String text, int at) {
    int i = at;
    while (i < text.length() && text.charAt(i) == '\\') {
      i++;
    }
    return i < text.length() && text.charAt(i) == '"' ? i + 1 : at;
  }

  private static int closingQuote(String text, int open, int value) {
    int level = value - open - 1;
    int slashes = 0;
    for (int i = value; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        slashes++;
      } else if (c == '"' && (level == 0 ? slashes % 2 == 0 : slashes == level)) {
        return i - slashes;
      } else {
        slashes = 0;
      }
    }
    return text.length();
  }

  private static int unquotedEnd(String text, int value) {
    int i = value;
    while (i < text.length() && ENDS.indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }
}
