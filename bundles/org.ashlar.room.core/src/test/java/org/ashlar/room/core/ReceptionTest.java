package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.by;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.ReceiveOutcome;
import org.ashlar.store.Extremity;
import org.ashlar.store.StoredEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceptionTest {
  private static final StateKey TOPIC = new StateKey("m.room.topic", "");
  private final RoomHouse house = new RoomHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "12"})
  void aForkIsResolvedAndTheNextEventJoinsIt(String version) {
    RoomId room = house.room(version, "public_chat");
    EventId base = house.message(ALICE, room, "base");
    Event left = topic(room, "left", base);
    Event right = topic(room, "right", base);

    assertThat(house.reception.receive(left)).isEqualTo(new ReceiveOutcome.Accepted(left.id()));
    assertThat(house.reception.receive(right)).isEqualTo(new ReceiveOutcome.Accepted(right.id()));
    assertThat(house.store.room(room).orElseThrow().extremities())
        .extracting(Extremity::id)
        .containsExactlyInAnyOrder(left.id(), right.id());

    EventId joint = house.message(ALICE, room, "joint");
    Event stored = house.store.events(List.of(joint)).get(joint).event();
    assertThat(stored.prevEvents()).containsExactlyInAnyOrder(left.id(), right.id());
    assertThat(house.store.room(room).orElseThrow().extremities())
        .extracting(Extremity::id)
        .containsExactly(joint);
    assertThat(house.views.stateEvent(by(ALICE), room, TOPIC, false).string("topic"))
        .hasValueSatisfying(topic -> assertThat(topic).isIn("left", "right"));
  }

  @Test
  void aKnownEventIsNotStoredTwice() {
    RoomId room = house.room("12", "public_chat");
    Event topic = topic(room, "a", house.message(ALICE, room, "base"));
    house.reception.receive(topic);

    assertThat(house.reception.receive(topic)).isEqualTo(new ReceiveOutcome.Known(topic.id()));
  }

  @Test
  void anEventOnUnknownOnesIsNotPlaced() {
    RoomId room = house.room("12", "public_chat");
    Event first = topic(room, "a", house.message(ALICE, room, "base"));
    house.reception.receive(first);
    Event known = topic(room, "b", first.id());
    house.store.room(room);
    Event orphan =
        Event.receive(
            known
                .pdu()
                .with(
                    "prev_events",
                    JsonArray.ofStrings(List.of("$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))),
            known.version());

    assertThat(house.reception.receive(orphan)).isInstanceOf(ReceiveOutcome.Unplaced.class);
  }

  @Test
  void whoeverHasNoPowerIsRejectedAndNotShown() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId base = house.message(ALICE, room, "base");
    Event forbidden = house.foreign(room, BOB, "m.room.topic", "", "{\"topic\":\"mine\"}", base);

    assertThat(house.reception.receive(forbidden))
        .isInstanceOfSatisfying(
            ReceiveOutcome.Withheld.class, held -> assertThat(held.softFailed()).isFalse());
    assertThat(house.store.room(room).orElseThrow().extremities())
        .extracting(Extremity::id)
        .containsExactly(base);
    assertThat(house.views.visible(by(ALICE), List.of(stored(forbidden)))).isEmpty();
  }

  @Test
  void whatNamesAMessageAsAuthEventIsRejected() {
    RoomId room = house.room("12", "public_chat");
    EventId base = house.message(ALICE, room, "base");
    Event known = topic(room, "a", base);
    List<EventId> auth = new ArrayList<>(known.authEvents());
    auth.add(base);
    Event odd =
        Event.receive(known.pdu().with("auth_events", JsonArray.ofStrings(auth)), known.version());

    assertThat(house.reception.receive(odd))
        .isInstanceOfSatisfying(
            ReceiveOutcome.Withheld.class, held -> assertThat(held.softFailed()).isFalse());
  }

  @Test
  void whoeverWasBannedMeanwhileIsSoftFailed() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId base = house.message(ALICE, room, "base");
    Event late = house.foreign(room, BOB, "m.room.message", null, "{\"body\":\"late\"}", base);
    house.change(ALICE, room, Action.BAN, BOB);

    assertThat(house.reception.receive(late))
        .isInstanceOfSatisfying(
            ReceiveOutcome.Withheld.class, held -> assertThat(held.softFailed()).isTrue());
    EventId next = house.message(ALICE, room, "next");
    assertThat(house.store.events(List.of(next)).get(next).event().prevEvents())
        .doesNotContain(late.id());
  }

  private StoredEvent stored(Event event) {
    return house.store.events(List.of(event.id())).get(event.id());
  }

  private Event topic(RoomId room, String topic, EventId prev) {
    UserId sender = ALICE;
    return house.foreign(room, sender, "m.room.topic", "", "{\"topic\":\"" + topic + "\"}", prev);
  }
}
