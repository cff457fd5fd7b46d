package org.ashlar.base.log;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes secrets out of a text: what follows `access_token=`, `Bearer`, `"password":` and the like,
/// and whatever has the form of a token or signing key of this server, wherever it stands; however
/// often any of it is percent-encoded or escaped. Any thread.
///
/// Where a value stands without quotes it ends at white space, and in an address at `&`. In doubt
/// too much is taken out.
public final class Redactor {
  private static final String REDACTED = "<redacted>";

  /// A name's end and what stands between it and its value; a space may be a `+`.
  private static final String GIVES = "[\"'\\\\]*[\\s+]*[=:][\\s+]*";

  private static final Pattern SECRET =
      Pattern.compile(
          "(?<head>\\bbearer[\\s+]+"
              + "|authorization[\"'\\\\]*[\\s+]*[=:][\\s+]*[\"'\\\\]*(?:basic|digest|negotiate|token)[\\s+]+"
              + "|\\bcookie"
              + GIVES
              + "|(?<=[\\w-])token"
              + GIVES
              + "|(?:password|passwd|passphrase|passcode|secret)"
              + GIVES
              + "|(?:private|signing|secret|session|recovery|api|push)[_-]?key"
              + GIVES
              + "|[\"'](?:token|mac|sig)"
              + GIVES
              + "|\\b(?:token|mac|sig)=\\s*"
              + ")|(?<address>://)"
              + "|(?<hash>\\$argon2[id]{1,2}\\$)[\\w$=,+/]+"
              + "|(?<buffer>\\[p=\\d+,l=\\d+,c=\\d+,r=\\d+]=)"
              + "|(?<token>ashr?_)(?:[\\w-]{43}|(?<=[^A-Za-z0-9]ashr?_|^ashr?_)[\\w-]{12,})"
              + "|(?<seed>\\bed25519[\\s+]+\\w{1,100}[\\s+]+)[A-Za-z0-9+/]{43}",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NAME =
      Pattern.compile(
          ".*(?:token|password|passwd|passphrase|passcode|secret"
              + "|(?:private|signing|secret|session|recovery|api|push)[_-]?key)\\s*"
              + "|mac|sig|authorization|cookie",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final String text;
  private final PlainForm form;
  private final String plain;

  private Redactor(String text) {
    this.text = text;
    this.form = PlainForm.of(text);
    this.plain = form.plain();
  }

  /// Takes the secrets out.
  ///
  /// @param text any text, also a part of an address or of JSON
  /// @return the text with `<redacted>` in the place of each secret
  public static String redact(String text) {
    if (PlainForm.differs(text)) {
      Redactor redactor = new Redactor(text);
      return mayHoldSecret(redactor.plain) ? redactor.redacted() : text;
    }
    return mayHoldSecret(text) ? redactByPattern(text) : text;
  }

  /// Whether the value of a parameter or member is secret whatever it looks like.
  ///
  /// @param name its name, encoded in any way
  /// @return true for `access_token`, `loginToken`, `new_password` and the like
  public static boolean isSecret(String name) {
    String plain = PlainForm.of(name).plain().strip().toLowerCase(Locale.ROOT);
    return NAME.matcher(plain).matches();
  }

  /// Whether a word is there that each secret has one of.
  private static boolean mayHoldSecret(String text) {
    for (int i = 0; i < text.length(); i++) {
      boolean found =
          switch (text.charAt(i)) {
            case 'a', 'A' -> has(text, i, "ash") || has(text, i, "authorization");
            case 'b', 'B' -> has(text, i, "bearer");
            case 'c', 'C' -> has(text, i, "cookie");
            case 'e', 'E' -> has(text, i, "ed25519");
            case 'k', 'K' -> has(text, i, "key");
            case 'm', 'M' -> has(text, i, "mac");
            case 'p', 'P' -> has(text, i, "pass");
            case 's', 'S' -> has(text, i, "secret") || has(text, i, "sig");
            case 't', 'T' -> has(text, i, "token");
            case ':' -> has(text, i, "://");
            case '[' -> has(text, i, "[p=");
            case '$' -> has(text, i, "$argon2");
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
    return new Redactor(text).redacted();
  }

  /// From where to where a secret stands in the plain text.
  private record Place(int from, int to) {}

  private String redacted() {
    Matcher found = SECRET.matcher(plain);
    StringBuilder result = new StringBuilder(text.length());
    int copied = 0;
    int from = 0;
    while (from <= plain.length() && found.find(from)) {
      Place secret = place(found);
      if (secret.from < secret.to) {
        result.append(text, copied, form.start(secret.from)).append(REDACTED);
        copied = form.start(secret.to);
      }
      from = Math.max(secret.to, found.end("address") > 0 ? found.end("address") : found.end());
    }
    return copied == 0 && result.isEmpty()
        ? text
        : result.append(text, copied, text.length()).toString();
  }

  private Place place(Matcher found) {
    if (found.start("token") >= 0) {
      return new Place(found.end("token"), found.end());
    }
    if (found.start("seed") >= 0) {
      return new Place(found.end("seed"), found.end());
    }
    if (found.start("hash") >= 0) {
      return new Place(found.end("hash"), found.end());
    }
    // Pieces of what was sent and received, cut anywhere: Jetty shows its buffers at DEBUG.
    if (found.start("buffer") >= 0) {
      return new Place(found.end("buffer"), plain.length());
    }
    return found.start("address") >= 0
        ? inAddress(found.end("address"))
        : value(found.end("head"), separatorBefore(found.end("head")));
  }

  /// The password in `https://user:password@host`.
  private Place inAddress(int begin) {
    int colon = -1;
    int at = -1;
    for (int i = begin; i < plain.length() && !isOneOf(" \t\r\n\"<>/?#", i, begin - 1); i++) {
      if (colon < 0 && isOneOf(":", i, begin - 1)) {
        colon = i;
      } else if (isOneOf("@", i, begin - 1)) {
        at = i;
      }
    }
    return colon >= 0 && at > colon ? new Place(colon + 1, at) : new Place(begin, begin);
  }

  /// Whether there is one of some characters that means something where another one does.
  private boolean isOneOf(String characters, int at, int other) {
    return characters.indexOf(plain.charAt(at)) >= 0 && form.isNoDeeper(at, other);
  }

  private int separatorBefore(int end) {
    int i = end - 1;
    while (i > 0 && (Character.isWhitespace(plain.charAt(i)) || plain.charAt(i) == '+')) {
      i--;
    }
    return i;
  }

  private Place value(int begin, int separator) {
    if (begin >= plain.length()) {
      return new Place(begin, begin);
    }
    boolean member = plain.charAt(separator) == ':';
    int quote = begin;
    while (quote < plain.length() && plain.charAt(quote) == '\\') {
      quote++;
    }
    char first = quote < plain.length() ? plain.charAt(quote) : ' ';
    if (first == '"' && (member || form.isNoDeeper(quote, separator))) {
      return new Place(quote + 1, closingQuote(quote, quote - begin, separator));
    }
    if (first == '\'' && form.isNoDeeper(quote, separator)) {
      return new Place(quote + 1, closingApostrophe(quote + 1, separator));
    }
    if (member && (first == '[' || first == '{')) {
      return new Place(begin, plain.length());
    }
    String ends = member ? " \t\r\n\"<" : " \t\r\n\"<&";
    int end = begin;
    while (end < plain.length() && !isOneOf(ends, end, separator)) {
      end++;
    }
    return new Place(begin, end);
  }

  /// The end of a string of JSON that lies in as many strings of JSON as its quote has backslashes:
  /// 1 in one, 3 in two.
  private int closingQuote(int quote, int nesting, int separator) {
    int slashes = 0;
    for (int i = quote + 1; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '\\') {
        slashes++;
      } else if (c == '"'
          && (form.isNoDeeper(i, separator) || form.isAlike(i, quote))
          && slashes % (2 * (nesting + 1)) == nesting) {
        return i - slashes;
      } else {
        slashes = 0;
      }
    }
    return plain.length();
  }

  private int closingApostrophe(int value, int separator) {
    for (int i = value; i < plain.length(); i++) {
      boolean last = i + 1 == plain.length();
      if (isOneOf("'", i, separator)
          && (last || " \t\r\n,;)]}&".indexOf(plain.charAt(i + 1)) >= 0)) {
        return i;
      }
    }
    return plain.length();
  }
}
