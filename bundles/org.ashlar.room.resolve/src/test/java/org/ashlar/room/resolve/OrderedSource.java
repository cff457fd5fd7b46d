package org.ashlar.room.resolve;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.room.resolution.EventSource;

/// Events in the order in which they came, as a store numbers them.
///
/// @param pool all events
/// @param orders their places
record OrderedSource(Map<EventId, Event> pool, Map<EventId, Long> orders) implements EventSource {
  @Override
  public Map<EventId, Event> events(Collection<EventId> ids) {
    return Requests.source(pool, Set.of()).events(ids);
  }

  @Override
  public long order(EventId id) {
    return orders.get(id);
  }

  @Override
  public Set<EventId> rejected(Collection<EventId> ids) {
    return Set.of();
  }
}
