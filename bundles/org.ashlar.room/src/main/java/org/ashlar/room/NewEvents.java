package org.ashlar.room;

import java.util.List;
import java.util.Set;
import org.ashlar.base.json.JsonRaw;

/// What came into rooms after a point, as `/events` tells it.
///
/// @param events the events in client format, in the order of arrival
/// @param start the token of where it begins
/// @param end the token to go on with
/// @param keys what to wait for when there is nothing, as the stream hub wakes it
public record NewEvents(List<JsonRaw> events, String start, String end, Set<String> keys) {
  /// Copies the collections.
  public NewEvents {
    events = List.copyOf(events);
    keys = Set.copyOf(keys);
  }
}
