package org.ashlar.room;

import java.util.List;
import org.ashlar.base.json.JsonRaw;
import org.jspecify.annotations.Nullable;

/// A page of a timeline in client format.
///
/// @param events the events in the order asked for
/// @param start the token of where it begins
/// @param end the token to go on with, or null when there is nothing more
/// @param state the member events of the senders, when asked for
public record TimelinePage(
    List<JsonRaw> events, String start, @Nullable String end, List<JsonRaw> state) {
  /// Copies the lists.
  public TimelinePage {
    events = List.copyOf(events);
    state = List.copyOf(state);
  }
}
