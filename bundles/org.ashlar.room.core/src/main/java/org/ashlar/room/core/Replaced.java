package org.ashlar.room.core;

import org.ashlar.event.Event;
import org.jspecify.annotations.Nullable;

/// The state event that a new one takes the place of.
///
/// @param event the earlier event, or null when the key is new or the event is a message
record Replaced(@Nullable Event event) {
  static final Replaced NOTHING = new Replaced(null);
}
