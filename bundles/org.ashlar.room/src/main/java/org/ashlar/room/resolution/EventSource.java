package org.ashlar.room.resolution;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;

/// Where a resolver takes events from. Asked in batches, by one thread.
@FunctionalInterface
public interface EventSource {
  /// Looks events up, outliers and rejected ones too.
  ///
  /// @param ids the ids
  /// @return the events that are known
  Map<EventId, Event> events(Collection<EventId> ids);

  /// Tells which events were rejected. They do not count as auth events.
  ///
  /// @param ids the ids, also of unknown events
  /// @return those of them that this server rejected
  default Set<EventId> rejected(Collection<EventId> ids) {
    return Set.of();
  }
}
