package org.ashlar.sync;

import java.util.List;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.id.UserId;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;

/// The rooms of users, kept while the hub knows of no member event of theirs. Any thread.
final class Memberships {
  private static final int USERS = 50_000;
  private static final int ROOMS = 100_000;

  private final Sources sources;
  private final BoundedCache<UserId, JoinedRooms> joined =
      new BoundedCache<>("joined_rooms", USERS);
  private final BoundedCache<Long, RoomKey> rooms = new BoundedCache<>("room_keys", ROOMS);

  Memberships(Sources sources) {
    this.sources = sources;
  }

  /// The joined rooms of a user, not older than the window.
  JoinedRooms joined(Window window) {
    JoinedRooms known = joined.get(window.user());
    return known != null && isCurrent(known, window.userKey()) ? known : read(window).joined();
  }

  /// All rows of a user as they are now.
  Reading read(Window window) {
    UserId user = window.user();
    Position readAt = window.eventsNow();
    List<MembershipRow> rows = sources.store().call(store -> store.memberships(user));
    JoinedRooms fresh = JoinedRooms.of(readAt, rows, window.userKey(), rooms);
    joined.put(user, fresh);
    return new Reading(rows, fresh);
  }

  RoomKey key(MembershipRow row) {
    return rooms.computeIfAbsent(row.roomNid(), _ -> RoomKey.of(row));
  }

  private boolean isCurrent(JoinedRooms known, String userKey) {
    return !sources
        .hub()
        .call((StreamHub hub) -> hub.changedSince(Stream.EVENTS, userKey, known.readAt()));
  }

  /// Rows and what is kept of them.
  record Reading(List<MembershipRow> rows, JoinedRooms joined) {}
}
