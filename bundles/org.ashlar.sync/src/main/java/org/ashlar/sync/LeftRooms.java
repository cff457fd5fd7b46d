package org.ashlar.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Rooms that a reader has left, declined or been put out of: events up to that.
final class LeftRooms {
  private static final RoomDelta NOTHING =
      new RoomDelta(new Timeline(List.of(), false, 0), List.of(), false);

  private final Sources sources;
  private final RoomReader reader;
  private final RoomSection sections;

  LeftRooms(Sources sources, RoomReader reader, RoomSection sections) {
    this.sources = sources;
    this.reader = reader;
    this.sections = sections;
  }

  /// A room that was left since the reader's last answer.
  JsonObject newly(RoomKey room, OwnHistory history, Window window) {
    StoredEvent departure = history.departure();
    boolean known = history.wasJoinedBefore();
    RoomDelta delta;
    if (departure == null) {
      delta = withOwn(NOTHING, history.changes(), window);
    } else {
      Position after = known ? window.eventsSince() : null;
      delta = upTo(room, departure, after, history, window);
    }
    return sections.left(room, delta, departure != null && !known, JsonArray.EMPTY, window);
  }

  /// A room that was left some time ago, for a reader who wants the whole state.
  JsonObject whole(RoomKey room, MembershipRow row, JsonArray data, Window window) {
    OwnHistory history = OwnHistory.sinceJoined(sources, row);
    StoredEvent departure = history.departure();
    RoomDelta delta =
        departure == null
            ? withOwn(NOTHING, history.changes(), window)
            : upTo(room, departure, null, history, window);
    return sections.left(room, delta, true, data, window);
  }

  private RoomDelta upTo(
      RoomKey room,
      StoredEvent departure,
      @Nullable Position after,
      OwnHistory history,
      Window window) {
    Position end = new Position(window.eventsNow().writer(), OwnHistory.number(departure));
    Range range = new Range(room, after, end, true, after == null);
    RoomDelta delta =
        after == null
            ? reader.whole(stateAfter(departure), range, window)
            : reader.changes(null, range, window);
    List<StoredEvent> later =
        history.changes().stream()
            .filter(change -> OwnHistory.number(change) > end.number())
            .toList();
    return withOwn(delta, later, window);
  }

  private List<StoredEvent> stateAfter(StoredEvent departure) {
    return sources.views().call(views -> views.stateAt(departure.roomNid(), departure.rootAfter()));
  }

  /// Adds own member events after all others: to the timeline if the reader wants them there, and
  /// the last one to the state where a client would not take it from the timeline.
  private static RoomDelta withOwn(RoomDelta before, List<StoredEvent> own, Window window) {
    if (own.isEmpty()) {
      return before;
    }
    EventFilter filter = window.filter().timeline();
    List<TimelineEntry> shown = new ArrayList<>(before.timeline().shown());
    for (StoredEvent event : own) {
      TimelineEntry entry = new TimelineEntry.Kept(event);
      if (filter.limit() > 0 && filter.wants(entry)) {
        shown.add(entry);
      }
    }
    TimelineEntry last = new TimelineEntry.Kept(own.getLast());
    List<TimelineEntry> state = new ArrayList<>(before.state());
    if (window.request().stateAfter() || !shown.contains(last)) {
      state.removeIf(entry -> Objects.equals(entry.key(), last.key()));
      state.add(last);
    }
    long start = before.timeline().start();
    if (before.timeline().shown().isEmpty()) {
      start = shown.isEmpty() ? last.number() : shown.getFirst().number() - 1;
    }
    return new RoomDelta(
        new Timeline(shown, before.timeline().limited(), start), state, before.summary());
  }
}
