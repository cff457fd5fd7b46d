package org.ashlar.room.core;

import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.EventStore;
import org.ashlar.store.MembershipRow;

/// Lets users forget rooms that they have left.
///
/// @param store keeps who forgot what
record Forgetting(Gate<EventStore> store) {
  /// Forgets a room. Repeating it does no harm.
  ///
  /// @throws MatrixException 400 when the user is in the room, invited, or was never there
  void forget(UserId user, RoomId room) {
    MembershipRow row =
        store.call(service -> service.memberships(user)).stream()
            .filter(each -> each.room().equals(room))
            .filter(each -> each.membership().equals("leave") || each.membership().equals("ban"))
            .findFirst()
            .orElseThrow(
                () ->
                    new MatrixException(
                        ErrorCode.UNKNOWN, 400, "Only a room that you left can be forgotten."));
    store.run(service -> service.forget(row.roomNid(), user, true));
  }
}
