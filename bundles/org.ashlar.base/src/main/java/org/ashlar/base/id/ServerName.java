package org.ashlar.base.id;

import java.util.regex.Pattern;

/// A server name: a DNS name or an IP literal with an optional port, case kept as given.
///
/// @param value the whole name, 1 to 230 characters
/// @spec https://spec.matrix.org/v1.19/appendices/#server-name Server name
public record ServerName(String value) {
  private static final Pattern GRAMMAR =
      Pattern.compile("(?:\\[[0-9A-Fa-f:.]{2,45}]|[0-9A-Za-z.-]{1,255})(?::[0-9]{1,5})?");

  /// @throws IllegalArgumentException when the value breaks the grammar
  public ServerName {
    if (value.length() > 230 || !GRAMMAR.matcher(value).matches()) {
      throw new IllegalArgumentException("not a server name: " + value);
    }
  }

  /// Tells whether a text is a valid server name.
  ///
  /// @param text any text
  /// @return true when `new ServerName(text)` would succeed
  public static boolean isValid(String text) {
    return text.length() <= 230 && GRAMMAR.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
