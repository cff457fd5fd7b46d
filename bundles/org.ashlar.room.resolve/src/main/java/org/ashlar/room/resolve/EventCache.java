package org.ashlar.room.resolve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.room.resolution.EventSource;
import org.jspecify.annotations.Nullable;

/// What one resolution has read so far. Nothing is read twice, not even what does not exist.
///
/// Redactions need not be heard of: it lives as long as one call, so that it keeps no content in
/// memory, and a resolution goes by what redaction leaves alone: types, keys, senders, edges, and
/// the parts of the contents that authorization looks at.
public final class EventCache {
  private final EventSource source;
  private final Map<EventId, Event> known = new HashMap<>();
  private final Set<EventId> asked = new HashSet<>();

  /// @param source where events are read
  public EventCache(EventSource source) {
    this.source = source;
  }

  /// Reads in one batch what is not known yet.
  public void load(Collection<EventId> ids) {
    List<EventId> missing = new ArrayList<>();
    for (EventId id : ids) {
      if (asked.add(id)) {
        missing.add(id);
      }
    }
    if (!missing.isEmpty()) {
      known.putAll(source.events(missing));
    }
  }

  /// An event, or null when it is unknown.
  public @Nullable Event find(EventId id) {
    load(List.of(id));
    return known.get(id);
  }

  /// An event that must be known.
  public Event get(EventId id) {
    Event event = find(id);
    if (event == null) {
      throw new IllegalArgumentException("the event " + id + " is in a state but not known");
    }
    return event;
  }

  /// The order of a known event.
  public long order(Event event) {
    return source.order(event.id());
  }

  /// Those of the events that this server rejected.
  public Set<EventId> rejected(Collection<EventId> ids) {
    return source.rejected(ids);
  }

  /// The auth event of an event that is the state event of a type with the empty key.
  public @Nullable Event authEvent(Event event, String type) {
    load(event.authEvents());
    for (EventId id : event.authEvents()) {
      Event auth = known.get(id);
      if (auth != null && auth.isState(type)) {
        return auth;
      }
    }
    return null;
  }
}
