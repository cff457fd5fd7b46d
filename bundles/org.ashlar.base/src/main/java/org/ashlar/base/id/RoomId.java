package org.ashlar.base.id;

import java.util.Optional;

/// A room id. Since room version 12 it has no server part, so none is offered: routing uses `via`.
///
/// @param value the whole id, at most 255 bytes
/// @spec https://spec.matrix.org/v1.19/appendices/#room-ids Room ids
public record RoomId(String value) {
  /// @throws IllegalArgumentException when the value is not such an id
  public RoomId {
    Sigils.check('!', value, false);
  }

  /// Reads an id.
  ///
  /// @param text any text
  /// @return the id, empty when the text is none
  public static Optional<RoomId> parse(String text) {
    return Sigils.valid('!', text, false) ? Optional.of(new RoomId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
