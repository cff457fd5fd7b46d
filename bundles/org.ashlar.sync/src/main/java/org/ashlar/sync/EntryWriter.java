package org.ashlar.sync;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.ClientEvent;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.Transaction;
import org.ashlar.stream.RingEvent;

/// Writes events for a reader. What is in memory is copied; only `unsigned` is made anew.
final class EntryWriter {
  private final Sources sources;
  private final InstantSource clock;

  EntryWriter(Sources sources, InstantSource clock) {
    this.sources = sources;
    this.clock = clock;
  }

  /// Renders what the store gave for some drafts, all at once.
  Written write(List<Draft> drafts, Window window) {
    Map<Long, StoredEvent> stored = new LinkedHashMap<>();
    for (Draft draft : drafts) {
      collect(draft.timeline().shown(), stored);
      collect(draft.state(), stored);
    }
    List<StoredEvent> events = List.copyOf(stored.values());
    List<JsonRaw> rendered =
        events.isEmpty()
            ? List.of()
            : sources.views().call(views -> views.render(window.reader(), events, false));
    Map<Long, JsonRaw> byNid = HashMap.newHashMap(events.size());
    for (int i = 0; i < events.size(); i++) {
      byNid.put(events.get(i).nid(), rendered.get(i));
    }
    return entry ->
        switch (entry) {
          case TimelineEntry.Recent(RingEvent event) -> recent(event, window);
          case TimelineEntry.Kept(StoredEvent event) ->
              Objects.requireNonNull(byNid.get(event.nid()));
        };
  }

  /// Events in client format without `room_id`.
  interface Written {
    JsonValue of(TimelineEntry entry);
  }

  private static void collect(List<TimelineEntry> entries, Map<Long, StoredEvent> stored) {
    for (TimelineEntry entry : entries) {
      if (entry instanceof TimelineEntry.Kept(StoredEvent event)) {
        stored.put(event.nid(), event);
      }
    }
  }

  /// Readers of recent events have been joined all the time.
  private JsonRaw recent(RingEvent event, Window window) {
    JsonObject.Builder unsigned = JsonObject.builder().put("membership", "join");
    if (event.originServerTs() > 0) {
      unsigned.put("age", Math.max(0, clock.millis() - event.originServerTs()));
    }
    byte[] previous = event.prevContent();
    if (previous != null) {
      unsigned.put("prev_content", new JsonRaw(previous));
    }
    EventId replaces = event.replaces();
    if (replaces != null) {
      unsigned.put("replaces_state", replaces.value());
    }
    Transaction transaction = event.transaction();
    if (transaction != null && isOf(window, transaction)) {
      unsigned.put("transaction_id", transaction.transactionId());
    }
    return ClientEvent.with(event.shared(), null, unsigned.build());
  }

  private static boolean isOf(Window window, Transaction transaction) {
    String device = window.request().device();
    return transaction.user().equals(window.user())
        && transaction.device().equals(device == null ? "" : device);
  }
}
