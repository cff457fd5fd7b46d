package org.ashlar.room.auth;

import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.jspecify.annotations.Nullable;

/// The room state that an event is judged by. Asked only for the keys that [AuthRules#needed] names
/// and for [StateKey#CREATE].
@FunctionalInterface
public interface AuthState {
  /// The state event at a place.
  ///
  /// @param key the place
  /// @return the event, null when there is none
  @Nullable Event get(StateKey key);
}
