package org.ashlar.room.resolution;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;

/// Where a resolver takes events from. Asked in batches, by one thread.
public interface EventSource {
  /// Looks events up, outliers and rejected ones too.
  ///
  /// @param ids the ids
  /// @return the events that are known
  Map<EventId, Event> events(Collection<EventId> ids);

  /// The place of an event in an order of this server's own in which each event comes after its
  /// auth events, such as the order in which they were stored. The depth that senders write would
  /// not do: they may write what they like.
  ///
  /// @param id an event that [#events] has given
  /// @return a number greater than those of the event's known auth events
  long order(EventId id);

  /// Tells which events were rejected. They do not count as auth events.
  ///
  /// @param ids the ids, also of unknown events
  /// @return those of them that this server rejected
  Set<EventId> rejected(Collection<EventId> ids);
}
