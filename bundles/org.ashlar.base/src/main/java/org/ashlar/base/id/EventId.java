package org.ashlar.base.id;

import java.util.Optional;

/// An event id: opaque; a hash since room version 3.
///
/// @param value the whole id, at most 255 bytes
/// @spec https://spec.matrix.org/v1.19/appendices/#event-ids Event ids
public record EventId(String value) {
  /// @throws IllegalArgumentException when the value is not such an id
  public EventId {
    Sigils.check('$', value, false);
  }

  /// Reads an id.
  ///
  /// @param text any text
  /// @return the id, empty when the text is none
  public static Optional<EventId> parse(String text) {
    return Sigils.valid('$', text, false) ? Optional.of(new EventId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
