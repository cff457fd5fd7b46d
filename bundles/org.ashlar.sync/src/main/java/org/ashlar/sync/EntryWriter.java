package org.ashlar.sync;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonArray;
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

  /// The events in client format without `room_id`.
  JsonArray write(List<TimelineEntry> entries, Window window) {
    List<StoredEvent> stored = new ArrayList<>();
    for (TimelineEntry entry : entries) {
      if (entry instanceof TimelineEntry.Kept kept) {
        stored.add(kept.event());
      }
    }
    List<JsonRaw> rendered =
        stored.isEmpty()
            ? List.of()
            : sources.views().call(views -> views.render(window.reader(), stored, false));
    Iterator<JsonRaw> next = rendered.iterator();
    List<JsonValue> written = new ArrayList<>(entries.size());
    for (TimelineEntry entry : entries) {
      written.add(
          switch (entry) {
            case TimelineEntry.Recent recent -> recent(recent.event(), window);
            case TimelineEntry.Kept _ -> next.next();
          });
    }
    return new JsonArray(written);
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
