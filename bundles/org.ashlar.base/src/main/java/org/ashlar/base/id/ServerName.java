package org.ashlar.base.id;

/// A server name: a DNS name or an IP literal with an optional port, case kept as given.
///
/// @param value the whole name, 1 to 230 characters
/// @spec https://spec.matrix.org/v1.19/appendices/#server-name Server name
public record ServerName(String value) {
  private static final int MAX_LENGTH = 230;
  private static final int MAX_IPV6_LENGTH = 45;
  private static final int MAX_PORT_LENGTH = 5;

  /// @throws IllegalArgumentException when the value breaks the grammar
  public ServerName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a server name: " + value);
    }
  }

  /// Tells whether a text is a valid server name.
  ///
  /// @param text any text
  /// @return true when `new ServerName(text)` would succeed
  public static boolean isValid(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    int host = text.charAt(0) == '[' ? endOfIpv6(text) : endOfName(text);
    return host > 0 && (host == length || isPort(text, host));
  }

  /// The index after `[...]`, 0 when there is no such literal.
  private static int endOfIpv6(String text) {
    int at = 1;
    while (at < text.length() && isIpv6(text.charAt(at))) {
      at++;
    }
    boolean closed = at < text.length() && text.charAt(at) == ']';
    return closed && at - 1 >= 2 && at - 1 <= MAX_IPV6_LENGTH ? at + 1 : 0;
  }

  private static int endOfName(String text) {
    int at = 0;
    while (at < text.length() && isName(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isPort(String text, int colon) {
    int digits = text.length() - colon - 1;
    if (text.charAt(colon) != ':' || digits < 1 || digits > MAX_PORT_LENGTH) {
      return false;
    }
    for (int i = colon + 1; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isName(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
  }

  private static boolean isIpv6(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  @Override
  public String toString() {
    return value;
  }
}
