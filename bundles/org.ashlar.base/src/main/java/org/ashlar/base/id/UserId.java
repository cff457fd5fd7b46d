package org.ashlar.base.id;

import java.util.Optional;
import java.util.regex.Pattern;

/// A user id, `@localpart:server`.
///
/// Historical localparts are accepted; [#isValidLocalpart] tells what may be registered today.
///
/// @param value the whole id, at most 255 bytes
/// @spec https://spec.matrix.org/v1.19/appendices/#user-identifiers User identifiers
public record UserId(String value) {
  private static final Pattern LOCALPART = Pattern.compile("[a-z0-9._=/+-]+");

  /// @throws IllegalArgumentException when the value is not a user id
  public UserId {
    Sigils.check('@', value, true);
  }

  /// Reads a user id.
  ///
  /// @param text any text
  /// @return the id, empty when the text is none
  public static Optional<UserId> parse(String text) {
    return Sigils.valid('@', text, true) ? Optional.of(new UserId(text)) : Optional.empty();
  }

  /// Tells whether a text is a user id, without creating objects.
  ///
  /// @param text any text
  /// @return true when `new UserId(text)` would succeed
  public static boolean isValid(String text) {
    return Sigils.valid('@', text, true);
  }

  /// Puts an id together.
  ///
  /// @param localpart the part before the colon
  /// @param server the server that owns the user
  /// @return the id
  public static UserId of(String localpart, ServerName server) {
    return new UserId("@" + localpart + ":" + server.value());
  }

  /// Tells whether a localpart may be registered.
  ///
  /// @param localpart any text
  /// @return true when it keeps to the grammar of new user ids
  public static boolean isValidLocalpart(String localpart) {
    return LOCALPART.matcher(localpart).matches();
  }

  /// The part between `@` and the first colon.
  ///
  /// @return the localpart, possibly empty for historical ids
  public String localpart() {
    return value.substring(1, value.indexOf(':'));
  }

  /// The server that owns the user.
  ///
  /// @return the server name
  public ServerName server() {
    return new ServerName(value.substring(value.indexOf(':') + 1));
  }

  /// Tells whether a server owns this user, without creating objects.
  ///
  /// @param server a server name
  /// @return true when the id ends with it
  public boolean isOn(ServerName server) {
    int colon = value.indexOf(':');
    return value.length() - colon - 1 == server.value().length()
        && value.startsWith(server.value(), colon + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
