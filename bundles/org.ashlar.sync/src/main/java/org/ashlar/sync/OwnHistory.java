package org.ashlar.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.ashlar.event.StateKey;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.sync.Trails.Trail;
import org.jspecify.annotations.Nullable;

/// What a user's membership in a room was at `since` and how it changed up to `now`.
///
/// @param before the membership at `since`, `leave` when there was none
/// @param changes the own member events in between, oldest first
record OwnHistory(String before, List<StoredEvent> changes) {
  OwnHistory {
    changes = List.copyOf(changes);
  }

  static final String JOIN = "join";

  private static final String LEAVE = "leave";

  /// Rows as they were at a position, without those that were not there yet.
  static List<MembershipRow> at(Sources sources, List<MembershipRow> rows, Position end) {
    List<MembershipRow> later =
        rows.stream().filter(row -> row.position().number() > end.number()).toList();
    if (later.isEmpty()) {
      return rows;
    }
    List<Trail> trails = trails(sources, later, event -> number(event) <= end.number());
    List<MembershipRow> then = new ArrayList<>(rows);
    then.removeAll(later);
    for (int i = 0; i < later.size(); i++) {
      StoredEvent event = trails.get(i).at();
      if (event != null && number(event) <= end.number()) {
        then.add(row(later.get(i), event));
      }
    }
    return then;
  }

  /// Member events as they were at positions; null for those that were not there yet.
  ///
  /// @param ends by the number of its room, the position of each
  static List<@Nullable StoredEvent> at(
      Sources sources, List<StoredEvent> members, Map<Long, Position> ends) {
    List<Trail> trails = new ArrayList<>();
    for (StoredEvent member : members) {
      long end = Objects.requireNonNull(ends.get(member.roomNid())).number();
      trails.add(new Trail(member.event().key(), member, event -> number(event) <= end));
    }
    Trails.follow(sources, trails);
    List<@Nullable StoredEvent> then = new ArrayList<>();
    trails.forEach(trail -> then.add(trail.at()));
    return then;
  }

  /// Goes back from the events of rows to what was at a position.
  static List<OwnHistory> read(Sources sources, List<MembershipRow> rows, Position since) {
    return trails(sources, rows, event -> number(event) <= since.number()).stream()
        .map(trail -> new OwnHistory(membership(trail.at()), trail.passed().reversed()))
        .toList();
  }

  /// What led to rows of a user who is not in the rooms, from the last time it was; only the row's
  /// own event when it never was.
  static List<OwnHistory> sinceJoined(Sources sources, List<MembershipRow> rows) {
    return trails(sources, rows, event -> membership(event).equals(JOIN)).stream()
        .map(OwnHistory::sinceJoined)
        .toList();
  }

  private static OwnHistory sinceJoined(Trail trail) {
    List<StoredEvent> passed = trail.passed();
    StoredEvent join = trail.at();
    return join != null && membership(join).equals(JOIN)
        ? new OwnHistory(JOIN, passed.reversed())
        : new OwnHistory(LEAVE, passed.isEmpty() ? List.of() : List.of(passed.getFirst()));
  }

  private static List<Trail> trails(
      Sources sources, List<MembershipRow> rows, Predicate<StoredEvent> end) {
    Map<Long, StoredEvent> events = Trails.events(sources, rows);
    List<Trail> trails =
        rows.stream()
            .map(row -> new Trail(StateKey.member(row.user()), events.get(row.eventNid()), end))
            .toList();
    Trails.follow(sources, trails);
    return trails;
  }

  /// The same without some events.
  OwnHistory without(Predicate<StoredEvent> unwanted) {
    return new OwnHistory(
        before, changes.stream().filter(change -> !unwanted.test(change)).toList());
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

  static String membership(@Nullable StoredEvent event) {
    return event == null ? LEAVE : event.event().content().string("membership").orElse(LEAVE);
  }

  static long number(StoredEvent event) {
    Position position = event.position();
    return position == null ? Long.MIN_VALUE : position.number();
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
