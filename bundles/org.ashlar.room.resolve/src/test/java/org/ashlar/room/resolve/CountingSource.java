package org.ashlar.room.resolve;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.room.resolution.EventSource;

/// Tells what is read.
///
/// @param listener is told the ids before they are read
/// @param source where they are read
record CountingSource(Consumer<Collection<EventId>> listener, EventSource source)
    implements EventSource {
  @Override
  public Map<EventId, Event> events(Collection<EventId> ids) {
    listener.accept(ids);
    return source.events(ids);
  }

  @Override
  public long order(EventId id) {
    return source.order(id);
  }

  @Override
  public Set<EventId> rejected(Collection<EventId> ids) {
    return source.rejected(ids);
  }
}
