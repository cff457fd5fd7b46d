package org.ashlar.sync;

import org.ashlar.base.id.RoomId;
import org.ashlar.store.MembershipRow;
import org.ashlar.stream.StreamHub;

/// A room as the hub and the store know it. One object is shared by all members.
record RoomKey(RoomId id, long nid, String wakeKey) {
  static RoomKey of(MembershipRow row) {
    return new RoomKey(row.room(), row.roomNid(), StreamHub.roomKey(row.room()));
  }
}
