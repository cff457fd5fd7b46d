package org.ashlar.stream.hub;

import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Position;
import org.ashlar.stream.RingEvent;

/// Events for the ring.
final class SampleEvents {
  static final UserId ALICE = new UserId("@alice:a.example");

  private SampleEvents() {}

  static RoomId room(int number) {
    return new RoomId("!room" + number + ":a.example");
  }

  static RingEvent message(long number, RoomId room) {
    return event(number, room, "m.room.message", null, null, 10);
  }

  static RingEvent large(long number, RoomId room, int bytes) {
    return event(number, room, "m.room.message", null, null, bytes);
  }

  static RingEvent member(long number, RoomId room, UserId user) {
    return event(number, room, "m.room.member", user.value(), "join", 10);
  }

  static Position at(long number) {
    return new Position(1, number);
  }

  private static RingEvent event(
      long number, RoomId room, String type, String key, String membership, int bytes) {
    return new RingEvent(
        at(number),
        number,
        room,
        room.value().hashCode(),
        new EventId("$event" + number),
        type,
        key,
        ALICE,
        membership,
        new byte[bytes],
        null,
        null,
        null);
  }
}
