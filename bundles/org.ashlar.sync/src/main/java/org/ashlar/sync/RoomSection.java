package org.ashlar.sync;

import java.util.Map;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.push.RoomCounts;
import org.ashlar.store.RoomSummary;
import org.ashlar.stream.RoomToken;

/// Writes what is told of one room.
final class RoomSection {
  private final EntryWriter.Written events;
  private final Map<RoomId, RoomCounts> unread;
  private final Window window;

  RoomSection(EntryWriter.Written events, Map<RoomId, RoomCounts> unread, Window window) {
    this.events = events;
    this.unread = unread;
    this.window = window;
  }

  /// What belongs to a room beside its events.
  record Beside(JsonArray ephemeral, JsonArray accountData) {
    Beside with(JsonArray data) {
      return new Beside(ephemeral, data);
    }

    boolean isEmpty() {
      return ephemeral.size() == 0 && accountData.size() == 0;
    }
  }

  /// A joined room.
  JsonObject joined(Draft draft, Beside beside) {
    RoomSummary summary = draft.summary();
    JsonObject.Builder json = JsonObject.builder();
    if (summary != null) {
      json.put("summary", Summaries.json(summary, window.user()));
    }
    RoomCounts counts = unread.get(draft.room().id());
    if (counts != null) {
      Unreads.write(json, counts, window);
    }
    return events(json, draft)
        .put("ephemeral", SyncAnswer.events(beside.ephemeral()))
        .put("account_data", SyncAnswer.events(beside.accountData()))
        .build();
  }

  /// A room that the reader has left.
  JsonObject left(Draft draft, JsonArray data) {
    return events(JsonObject.builder(), draft).put("account_data", SyncAnswer.events(data)).build();
  }

  private JsonObject.Builder events(JsonObject.Builder json, Draft draft) {
    Timeline timeline = draft.timeline();
    JsonObject written =
        JsonObject.builder()
            .put("events", events.timeline(timeline.shown()))
            .put("limited", timeline.limited())
            .put("prev_batch", RoomToken.stream(timeline.start()).encode())
            .build();
    return json.put(
            window.request().stateAfter() ? "state_after" : "state",
            SyncAnswer.events(events.state(draft.state())))
        .put("timeline", written);
  }
}
