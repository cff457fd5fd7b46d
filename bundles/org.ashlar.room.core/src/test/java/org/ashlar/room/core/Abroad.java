package org.ashlar.room.core;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.event.EventDraft;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.StateKey;
import org.jspecify.annotations.Nullable;

/// Makes events as other servers might, on any previous events, with auth events of the current
/// state.
final class Abroad {
  private final RoomHouse house;
  private int made;

  Abroad(RoomHouse house) {
    this.house = house;
  }

  Event message(RoomId room, UserId sender, EventId... previous) {
    return make(room, new Part(sender, "m.room.message", null, body()), previous);
  }

  Event state(RoomId room, UserId sender, String type, String content, EventId... previous) {
    return make(room, new Part(sender, type, "", content), previous);
  }

  Event redaction(RoomId room, UserId sender, EventId target, EventId... previous) {
    String content = "{\"redacts\":\"" + target + "\"}";
    return make(room, new Part(sender, "m.room.redaction", null, content), previous);
  }

  Event join(RoomId room, UserId user) {
    EventId previous = house.store.room(room).orElseThrow().extremities().getFirst().id();
    String content = "{\"membership\":\"join\"}";
    return make(room, new Part(user, "m.room.member", user.value(), content), previous);
  }

  Event profile(RoomId room, UserId user, String name, long time, EventId previous) {
    String content = "{\"membership\":\"join\",\"displayname\":\"" + name + "\"}";
    return make(
        room, new Part(user, "m.room.member", user.value(), content), time, List.of(previous));
  }

  private String body() {
    return "{\"msgtype\":\"m.text\",\"body\":\"" + ++made + "\"}";
  }

  private Event make(RoomId room, Part part, EventId... previous) {
    return make(room, part, house.clock.millis() + ++made, Arrays.asList(previous));
  }

  private record Part(UserId sender, String type, @Nullable String key, String content) {}

  /// Depths are reckoned from what is stored; what is not counts as the last depth.
  private Event make(RoomId room, Part part, long time, List<EventId> previous) {
    var head = house.store.room(room).orElseThrow();
    RoomVersion version = head.room().version();
    long roomNid = head.room().nid();
    var state = house.views.stateAt(roomNid, house.views.currentRoot(roomNid));
    List<EventId> auth =
        house
            .parts
            .rules()
            .call(
                rules ->
                    rules.needed(
                        version, part.type, part.key, part.sender, RoomHouse.json(part.content)))
            .stream()
            .filter(wanted -> !wanted.equals(StateKey.CREATE))
            .map(
                wanted ->
                    state.stream()
                        .filter(event -> event.event().key().equals(wanted))
                        .map(event -> event.event().id())
                        .findFirst()
                        .orElse(null))
            .filter(Objects::nonNull)
            .toList();
    long depth =
        house.store.events(previous).values().stream()
                .mapToLong(event -> event.event().depth())
                .max()
                .orElse(90)
            + 1;
    return house.signer.sign(
        new EventDraft(
            room,
            part.type,
            part.key,
            part.sender,
            RoomHouse.json(part.content),
            time,
            previous,
            auth,
            depth,
            null),
        version);
  }
}
