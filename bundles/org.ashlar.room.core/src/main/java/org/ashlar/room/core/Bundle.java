package org.ashlar.room.core;

import java.util.List;
import org.ashlar.base.id.EventId;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// What relates to an event, as its readers are told with it.
///
/// @param latest the last event of the thread, null when there is no thread
/// @param count how many events the thread has, without its root
/// @param participated whether the reader sent the root or one of them
/// @param replacement the newest valid replacement, or null
/// @param references the events that reference it
/// @spec https://spec.matrix.org/v1.19/client-server-api/#aggregations-of-child-events Aggregations
record Bundle(
    @Nullable StoredEvent latest,
    long count,
    boolean participated,
    @Nullable StoredEvent replacement,
    List<EventId> references) {
  static final Bundle NONE = new Bundle(null, 0, false, null, List.of());

  boolean isEmpty() {
    return latest == null && replacement == null && references.isEmpty();
  }

  Bundle withThread(StoredEvent last, long events, boolean byReader) {
    return new Bundle(last, events, byReader, replacement, references);
  }

  Bundle withReplacement(StoredEvent event) {
    return new Bundle(latest, count, participated, event, references);
  }

  Bundle withReferences(List<EventId> events) {
    return new Bundle(latest, count, participated, replacement, events);
  }
}
