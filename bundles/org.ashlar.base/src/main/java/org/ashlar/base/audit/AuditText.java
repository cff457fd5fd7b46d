package org.ashlar.base.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.ashlar.base.log.Redactor;

/// Texts that may stand in the audit log.
final class AuditText {
  static final String REDACTED = "<redacted>";
  private static final List<String> SECRETS =
      List.of("password", "passwd", "passphrase", "secret", "token", "mac");

  private AuditText() {}

  /// Takes out secrets and what a database or terminal does not take, and cuts.
  static String clean(String text, int limit) {
    String whole =
        new String(Redactor.redact(text).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    StringBuilder clean = new StringBuilder(Math.min(limit, whole.length()));
    for (int at = 0; at < whole.length() && clean.length() < limit; ) {
      int point = whole.codePointAt(at);
      at += Character.charCount(point);
      String piece = piece(point);
      if (clean.length() + piece.length() > limit) {
        break;
      }
      clean.append(piece);
    }
    return clean.toString();
  }

  private static String piece(int point) {
    if (turnsOrEndsLines(point)) {
      return String.format("\\u%04x", point);
    }
    return Character.isISOControl(point) ? " " : Character.toString(point);
  }

  /// Line and paragraph separators, and what changes the direction in which text is shown.
  private static boolean turnsOrEndsLines(int point) {
    return point >= 0x2028 && point <= 0x202e
        || point >= 0x2066 && point <= 0x2069
        || point == 0x200e
        || point == 0x200f
        || point == 0x061c;
  }

  /// The words after a command; what follows an option that is named like a secret is left out.
  static String words(List<String> arguments) {
    StringBuilder text = new StringBuilder();
    boolean secret = false;
    for (String word : arguments) {
      int equals = word.indexOf('=');
      boolean option =
          word.startsWith("-") && isSecret(equals < 0 ? word : word.substring(0, equals));
      text.append(text.isEmpty() ? "" : " ");
      if (secret) {
        text.append(REDACTED);
      } else if (option && equals > 0) {
        text.append(word, 0, equals + 1).append(REDACTED);
      } else {
        text.append(word);
      }
      secret = option && equals < 0;
    }
    return text.toString();
  }

  /// Whether what bears this name is never written down.
  static boolean isSecret(String name) {
    List<String> words = List.of(name.toLowerCase(Locale.ROOT).split("[^a-z]+"));
    return SECRETS.stream().anyMatch(words::contains);
  }
}
