package org.ashlar.room.core;

import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomId;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.Requester;
import org.ashlar.store.Append;
import org.ashlar.store.Chore;
import org.ashlar.store.Redacted;
import org.ashlar.store.StateDelta;
import org.jspecify.annotations.Nullable;

/// Whether guests may be in a room.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#guest-access Guest access
final class GuestAccess {
  /// The kind of the chore that takes the guests out of a room.
  static final String REMOVAL = "remove-guests";

  private static final StateKey KEY = new StateKey("m.room.guest_access", "");

  private GuestAccess() {}

  /// Refuses a guest who wants to enter where guests are not welcome.
  static void require(LaneWork work, Requester requester) {
    if (requester.guest() && !isOpen(work)) {
      throw new MatrixException(
          ErrorCode.GUEST_ACCESS_FORBIDDEN, 403, "Guests may not join this room.");
    }
  }

  static boolean isOpen(LaneWork work) {
    return isOpen(work.state(KEY));
  }

  static Chore removal(RoomId room) {
    return new Chore(REMOVAL, room.value());
  }

  /// Whether an append may shut guests out of a room that is not new.
  static boolean isEndedBy(Append append) {
    for (StateDelta delta : append.deltas()) {
      if (delta.key().equals(KEY) && isOpen(delta.previous()) && !isOpen(delta.event())) {
        return true;
      }
    }
    for (Redacted redacted : append.redacted()) {
      if (redacted.current() && redacted.event().isState(KEY.type())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOpen(@Nullable Event event) {
    return event != null
        && event.content().string("guest_access").filter("can_join"::equals).isPresent();
  }
}
