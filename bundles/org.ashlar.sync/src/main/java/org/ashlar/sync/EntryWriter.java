package org.ashlar.sync;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.ClientEvent;
import org.ashlar.room.EventFormat;
import org.ashlar.room.Requester;
import org.ashlar.room.RoomViews;
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

  /// Renders what the store gave for some drafts: all timelines at once, and all states.
  Written write(List<Draft> drafts, Window window) {
    Map<Long, StoredEvent> shown = new LinkedHashMap<>();
    Map<Long, StoredEvent> state = new LinkedHashMap<>();
    for (Draft draft : drafts) {
      collect(draft.timeline().shown(), shown);
      collect(draft.state(), state);
    }
    Requester reader = window.reader();
    EventFormat format =
        window.filter().federation() ? EventFormat.FEDERATION : EventFormat.IN_ROOM;
    return new Written(
        rendered(shown, (views, events) -> views.render(reader, events, format)),
        rendered(state, (views, events) -> views.renderState(reader, events, format)),
        event -> recent(event, window),
        window.filter().fields());
  }

  /// Events in the format that is wanted, without `room_id` in that of clients.
  ///
  /// @param shown events of timelines by their numbers
  /// @param state events of states by their numbers
  /// @param recent writes events from memory, in the format of clients
  /// @param fields which fields are wanted
  record Written(
      Map<Long, JsonRaw> shown,
      Map<Long, JsonRaw> state,
      Function<RingEvent, JsonRaw> recent,
      EventFields fields) {
    JsonArray timeline(List<TimelineEntry> entries) {
      return array(entries, shown);
    }

    JsonArray state(List<TimelineEntry> entries) {
      return array(entries, state);
    }

    private JsonArray array(List<TimelineEntry> entries, Map<Long, JsonRaw> stored) {
      List<JsonValue> events = new ArrayList<>(entries.size());
      for (TimelineEntry entry : entries) {
        JsonRaw written =
            switch (entry) {
              case TimelineEntry.Recent(RingEvent event) -> recent.apply(event);
              case TimelineEntry.Kept(StoredEvent event) ->
                  Objects.requireNonNull(stored.get(event.nid()));
            };
        events.add(fields.in(written));
      }
      return new JsonArray(events);
    }
  }

  private interface Rendering {
    List<JsonRaw> render(RoomViews views, List<StoredEvent> events);
  }

  private Map<Long, JsonRaw> rendered(Map<Long, StoredEvent> stored, Rendering rendering) {
    if (stored.isEmpty()) {
      return Map.of();
    }
    List<StoredEvent> events = List.copyOf(stored.values());
    List<JsonRaw> texts = sources.views().call(views -> rendering.render(views, events));
    Map<Long, JsonRaw> byNid = HashMap.newHashMap(events.size());
    for (int i = 0; i < events.size(); i++) {
      byNid.put(events.get(i).nid(), texts.get(i));
    }
    return byNid;
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
