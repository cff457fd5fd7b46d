package org.ashlar.sync;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.ashlar.event.StateKey;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// What a user's membership in a room was at `since` and how it changed up to `now`.
///
/// @param before the membership at `since`, `leave` when there was none
/// @param changes the own member events in between, oldest first
record OwnHistory(String before, List<StoredEvent> changes) {
  static final String JOIN = "join";

  private static final String LEAVE = "leave";
  private static final int MAX_CHANGES = 1000;

  /// The row as it was at a position.
  ///
  /// @return null when there was none
  static @Nullable MembershipRow at(Sources sources, MembershipRow row, Position end) {
    if (row.position().number() <= end.number()) {
      return row;
    }
    StoredEvent latest = stored(sources, row);
    StoredEvent event = latest == null ? null : at(sources, latest, end);
    return event == null || number(event) > end.number() ? null : row(row, event);
  }

  /// A member event as it was at a position, going back through the states before each.
  ///
  /// @return null when there was none
  static @Nullable StoredEvent at(Sources sources, StoredEvent member, Position end) {
    StoredEvent event = member;
    for (int i = 0; event != null && number(event) > end.number() && i < MAX_CHANGES; i++) {
      event = previous(sources, event, member.event().key());
    }
    return event;
  }

  /// Goes back from a row's event through the states before each.
  static OwnHistory read(Sources sources, MembershipRow row, Position since) {
    StateKey key = StateKey.member(row.user());
    List<StoredEvent> changes = new ArrayList<>();
    StoredEvent event = stored(sources, row);
    while (event != null && number(event) > since.number() && changes.size() < MAX_CHANGES) {
      changes.add(event);
      event = previous(sources, event, key);
    }
    Collections.reverse(changes);
    return new OwnHistory(event == null ? LEAVE : membership(event), List.copyOf(changes));
  }

  /// What led to a row of a user who is not in the room, from the last time it was; only the row's
  /// own event when it never was.
  static OwnHistory sinceJoined(Sources sources, MembershipRow row) {
    StateKey key = StateKey.member(row.user());
    List<StoredEvent> changes = new ArrayList<>();
    StoredEvent event = stored(sources, row);
    while (event != null && changes.size() < MAX_CHANGES) {
      if (membership(event).equals(JOIN)) {
        Collections.reverse(changes);
        return new OwnHistory(JOIN, List.copyOf(changes));
      }
      changes.add(event);
      event = previous(sources, event, key);
    }
    return new OwnHistory(LEAVE, changes.isEmpty() ? List.of() : List.of(changes.getFirst()));
  }

  /// Whether the user was joined all the time.
  boolean isJoinedThroughout() {
    return wasJoinedBefore()
        && changes.stream().allMatch(change -> membership(change).equals(JOIN));
  }

  boolean wasJoinedBefore() {
    return before.equals(JOIN);
  }

  /// The event by which the user last ceased to be joined, null when it was not joined.
  @Nullable StoredEvent departure() {
    String last = before;
    StoredEvent departure = null;
    for (StoredEvent change : changes) {
      String membership = membership(change);
      if (last.equals(JOIN) && !membership.equals(JOIN)) {
        departure = change;
      }
      last = membership;
    }
    return departure;
  }

  static String membership(StoredEvent event) {
    return event.event().content().string("membership").orElse(LEAVE);
  }

  static long number(StoredEvent event) {
    Position position = event.position();
    return position == null ? Long.MIN_VALUE : position.number();
  }

  private static @Nullable StoredEvent stored(Sources sources, MembershipRow row) {
    long nid = row.eventNid();
    return sources.store().call(store -> store.eventsByNid(List.of(nid))).get(nid);
  }

  private static @Nullable StoredEvent previous(Sources sources, StoredEvent event, StateKey key) {
    if (event.rootBefore() == 0) {
      return null;
    }
    Map<StateKey, StoredEvent> found =
        sources
            .views()
            .call(views -> views.stateAt(event.roomNid(), event.rootBefore(), List.of(key)));
    return found.get(key);
  }

  private static MembershipRow row(MembershipRow row, StoredEvent event) {
    Position position = event.position();
    return new MembershipRow(
        row.room(),
        row.roomNid(),
        row.user(),
        membership(event),
        event.event().id(),
        event.nid(),
        position == null ? new Position(row.position().writer(), 0) : position,
        false);
  }
}
