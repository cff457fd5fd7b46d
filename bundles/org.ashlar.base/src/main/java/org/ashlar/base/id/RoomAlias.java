package org.ashlar.base.id;

import java.util.Optional;

/// A room alias, `#name:server`.
///
/// @param value the whole id, at most 255 bytes
/// @spec https://spec.matrix.org/v1.19/appendices/#room-aliases Room aliases
public record RoomAlias(String value) {
  /// @throws IllegalArgumentException when the value is not such an id
  public RoomAlias {
    Sigils.check('#', value, true);
  }

  /// Reads an id.
  ///
  /// @param text any text
  /// @return the id, empty when the text is none
  public static Optional<RoomAlias> parse(String text) {
    return Sigils.valid('#', text, true) ? Optional.of(new RoomAlias(text)) : Optional.empty();
  }

  /// The server that owns the alias.
  ///
  /// @return the server name
  public ServerName server() {
    return new ServerName(value.substring(value.indexOf(":") + 1));
  }

  @Override
  public String toString() {
    return value;
  }
}
