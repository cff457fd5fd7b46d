package org.ashlar.room.core;

import java.util.List;
import java.util.Optional;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.store.EventStore;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.RoomHead;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Decides whether a reader may look into a room, and up to when.
final class Access {
  private static final StateKey HISTORY = new StateKey(EventTypes.HISTORY_VISIBILITY, "");

  private final Gate<EventStore> store;
  private final StateAccess state;

  Access(Gate<EventStore> store, StateAccess state) {
    this.store = store;
    this.state = state;
  }

  /// What a reader may look at.
  ///
  /// @param room the room
  /// @param root the newest state that is shown
  /// @param until the last event position that is shown; [Long#MAX_VALUE] for no end
  /// @param joined whether the reader is joined now
  record View(RoomHead room, long root, long until, boolean joined) {
    long roomNid() {
      return room.room().nid();
    }
  }

  /// The view of a reader.
  ///
  /// @throws MatrixException 403 when there is none
  View view(UserId user, RoomId room) {
    RoomHead head = store.call(service -> service.room(room)).orElseThrow(Access::notInRoom);
    long current = head.current().nid();
    MembershipRow row = membership(head, user).orElse(null);
    if (row != null && row.membership().equals("join")) {
      return new View(head, current, Long.MAX_VALUE, true);
    }
    if (isWorldReadable(head.room().nid(), current)) {
      return new View(head, current, Long.MAX_VALUE, false);
    }
    if (row == null || row.forgotten()) {
      throw notInRoom();
    }
    StoredEvent leave = departure(row);
    if (leave == null) {
      throw notInRoom();
    }
    return new View(head, leave.rootAfter(), row.position().number(), false);
  }

  Optional<MembershipRow> membership(RoomHead head, UserId user) {
    return store.call(service -> service.members(head.room().nid(), List.of(user))).stream()
        .findFirst();
  }

  boolean isWorldReadable(long roomNid, long root) {
    StoredEvent history = state.stateEvent(roomNid, root, HISTORY);
    return history != null
        && history
            .event()
            .content()
            .string("history_visibility")
            .filter("world_readable"::equals)
            .isPresent();
  }

  /// The event by which somebody who was joined went away.
  @Nullable StoredEvent departure(MembershipRow row) {
    if (!row.membership().equals("leave") && !row.membership().equals("ban")) {
      return null;
    }
    StoredEvent leave = state.event(row.eventNid());
    StoredEvent before =
        state.stateEvent(row.roomNid(), leave.rootBefore(), StateKey.member(row.user()));
    boolean wasJoined =
        before != null
            && before.event().content().string("membership").filter("join"::equals).isPresent();
    return wasJoined ? leave : null;
  }

  private static MatrixException notInRoom() {
    return MatrixException.forbidden("You are not in this room.");
  }
}
