package org.ashlar.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;

/// The rooms a user is joined to, as read at a position. Whoever has come as far as [#newest] has
/// been joined to all of them ever since, and there is nothing to say about other rooms.
///
/// @param readAt the position of the events before the rows were read
/// @param newest the number of the newest own member event in any room
/// @param rooms the joined rooms
/// @param wakeKeys what a waiting request of the user waits for
record JoinedRooms(Position readAt, long newest, List<RoomKey> rooms, Set<String> wakeKeys) {
  static JoinedRooms of(
      Position readAt,
      List<MembershipRow> rows,
      String userKey,
      BoundedCache<Long, RoomKey> shared) {
    long newest = 0;
    List<RoomKey> rooms = new ArrayList<>();
    for (MembershipRow row : rows) {
      newest = Math.max(newest, row.position().number());
      if (row.membership().equals("join")) {
        rooms.add(shared.computeIfAbsent(row.roomNid(), _ -> RoomKey.of(row)));
      }
    }
    Set<String> keys =
        Stream.concat(Stream.of(userKey), rooms.stream().map(RoomKey::wakeKey))
            .collect(Collectors.toUnmodifiableSet());
    return new JoinedRooms(readAt, newest, List.copyOf(rooms), keys);
  }
}
