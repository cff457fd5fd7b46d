package org.ashlar.room;

import java.util.List;
import org.ashlar.base.json.JsonRaw;

/// An event and what happened around it, in client format.
///
/// @param event the event
/// @param before what came before it, the newest first
/// @param after what came after it, the oldest first
/// @param start the token to page backward from
/// @param end the token to page forward from
/// @param state the state at the last event shown
public record EventContext(
    JsonRaw event,
    List<JsonRaw> before,
    List<JsonRaw> after,
    String start,
    String end,
    List<JsonRaw> state) {
  /// Copies the lists.
  public EventContext {
    before = List.copyOf(before);
    after = List.copyOf(after);
    state = List.copyOf(state);
  }
}
