package org.ashlar.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.RoomSummary;
import org.ashlar.stream.RoomToken;
import org.jspecify.annotations.Nullable;

/// Writes what is new of one room.
final class RoomSection {
  private final EntryWriter writer;
  private final Summaries summaries;
  private final LazyMembers members;

  RoomSection(EntryWriter writer, Summaries summaries, LazyMembers members) {
    this.writer = writer;
    this.summaries = summaries;
    this.members = members;
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
  ///
  /// @param whole whether the delta has the whole state
  JsonObject joined(RoomKey room, RoomDelta delta, boolean whole, Beside beside, Window window) {
    RoomSummary summary = delta.summary() ? summaries.of(room, window) : null;
    RoomDelta shown = withMembers(room, delta, whole, summary, window);
    JsonObject.Builder json = JsonObject.builder();
    if (summary != null) {
      json.put("summary", Summaries.json(summary, window.user()));
    }
    return events(json, shown, window)
        .put("ephemeral", SyncAnswer.events(beside.ephemeral()))
        .put("account_data", SyncAnswer.events(beside.accountData()))
        .build();
  }

  /// A room that the reader has left.
  JsonObject left(RoomKey room, RoomDelta delta, boolean whole, JsonArray data, Window window) {
    RoomDelta shown = withMembers(room, delta, whole, null, window);
    return events(JsonObject.builder(), shown, window)
        .put("account_data", SyncAnswer.events(data))
        .build();
  }

  private JsonObject.Builder events(JsonObject.Builder json, RoomDelta delta, Window window) {
    Timeline timeline = delta.timeline();
    JsonObject written =
        JsonObject.builder()
            .put("events", writer.write(timeline.shown(), window))
            .put("limited", timeline.limited())
            .put("prev_batch", RoomToken.stream(timeline.start()).encode())
            .build();
    return json.put(
            window.request().stateAfter() ? "state_after" : "state",
            SyncAnswer.events(writer.write(delta.state(), window)))
        .put("timeline", written);
  }

  private RoomDelta withMembers(
      RoomKey room, RoomDelta delta, boolean whole, @Nullable RoomSummary summary, Window window) {
    EventFilter filter = window.filter().state();
    if (!filter.lazyMembers()) {
      return delta;
    }
    List<UserId> heroes = summary == null ? List.of() : Summaries.heroes(summary, window.user());
    Set<String> needed = LazyMembers.needed(delta.timeline(), heroes, window);
    List<TimelineEntry> state = new ArrayList<>();
    if (whole) {
      needed.addAll(delta.moved());
      state.addAll(LazyMembers.reduced(delta.state(), needed, window));
    } else {
      state.addAll(delta.state());
      members.missing(room, delta, needed, window).stream()
          .filter(filter::wants)
          .forEach(state::add);
    }
    RoomDelta shown = new RoomDelta(delta.timeline(), state, delta.summary());
    members.tell(room, shown, whole, window);
    return shown;
  }
}
