package org.ashlar.sync;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Rooms that a reader has left, declined or been put out of: events up to that.
final class LeftRooms {
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
      delta = new RoomDelta(own(List.of(), history.changes()), List.of(), false);
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
            ? new RoomDelta(own(List.of(), history.changes()), List.of(), false)
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
    return later.isEmpty() ? delta : withLater(delta, later);
  }

  private List<StoredEvent> stateAfter(StoredEvent departure) {
    return sources.views().call(views -> views.stateAt(departure.roomNid(), departure.rootAfter()));
  }

  private static RoomDelta withLater(RoomDelta delta, List<StoredEvent> later) {
    Timeline before = delta.timeline();
    Timeline all = own(before.shown(), later);
    long start = before.shown().isEmpty() ? all.start() : before.start();
    return new RoomDelta(
        new Timeline(all.shown(), before.limited(), start), delta.state(), delta.summary());
  }

  private static Timeline own(List<TimelineEntry> before, List<StoredEvent> events) {
    List<TimelineEntry> shown = new ArrayList<>(before);
    events.forEach(event -> shown.add(new TimelineEntry.Kept(event)));
    long start = shown.isEmpty() ? 0 : shown.getFirst().number() - 1;
    return new Timeline(shown, false, start);
  }
}
