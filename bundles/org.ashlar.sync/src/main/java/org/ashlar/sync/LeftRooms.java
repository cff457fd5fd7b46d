package org.ashlar.sync;

import java.util.List;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.sync.Draft.Plan;
import org.ashlar.sync.Draft.Scope;
import org.jspecify.annotations.Nullable;

/// Rooms that a reader has left, declined or been put out of: events up to that. Invitations that
/// the reader is not to see are not among what came later.
final class LeftRooms {
  private LeftRooms() {}

  /// A room that was left since the reader's last answer.
  static Draft newly(RoomKey room, OwnHistory history, Window window, Refusal refusal) {
    Position after = history.wasJoinedBefore() ? window.eventsSince() : null;
    return draft(room, history.without(refusal::refuses), after, window);
  }

  /// A room that was left some time ago, for a reader who wants the whole state.
  static Draft whole(RoomKey room, OwnHistory history, Window window, Refusal refusal) {
    return draft(room, history.without(refusal::refuses), null, window);
  }

  private static Draft draft(
      RoomKey room, OwnHistory history, @Nullable Position after, Window window) {
    StoredEvent departure = history.departure();
    if (departure == null) {
      Range nothing = new Range(room, window.eventsNow(), window.eventsNow(), false);
      return new Draft(new Plan(nothing, Scope.OWN, null, null, history.changes()));
    }
    long last = OwnHistory.number(departure);
    Position end = new Position(window.eventsNow().writer(), last);
    List<StoredEvent> later =
        history.changes().stream().filter(change -> OwnHistory.number(change) > last).toList();
    Range range = new Range(room, after, end, after == null);
    Scope scope = after == null ? Scope.WHOLE : Scope.NEWS;
    return new Draft(new Plan(range, scope, null, departure, later));
  }
}
