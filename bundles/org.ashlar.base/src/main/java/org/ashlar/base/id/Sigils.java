package org.ashlar.base.id;

import java.nio.charset.StandardCharsets;

/// Checks that all identifiers with a sigil share.
final class Sigils {
  private static final int MAX_BYTES = 255;

  private Sigils() {}

  static void check(char sigil, String text, boolean withServer) {
    if (!valid(sigil, text, withServer)) {
      throw new IllegalArgumentException("not an identifier with " + sigil + ": " + text);
    }
  }

  static boolean valid(char sigil, String text, boolean withServer) {
    if (text.length() < 2 || text.charAt(0) != sigil || text.indexOf('\0') >= 0 || tooLong(text)) {
      return false;
    }
    int colon = text.indexOf(':');
    return withServer ? colon > 0 && ServerName.isValid(text.substring(colon + 1)) : colon != 1;
  }

  private static boolean tooLong(String text) {
    return text.length() > MAX_BYTES
        || (text.length() > MAX_BYTES / 3
            && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES);
  }
}
