package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.CARLA;
import static org.ashlar.room.core.RoomHouse.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.task.Tasks;
import org.ashlar.event.Event;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.store.StoredEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendingTest {
  private final RoomHouse house = new RoomHouse();
  private final Tasks tasks = new Tasks("senders");

  @AfterEach
  void close() {
    tasks.close();
    house.close();
  }

  @Test
  void concurrentSendersMakeOneChainWithoutLossOrDoubles() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    int senders = 32;
    int each = 25;

    List<Supplier<List<EventId>>> parts = new ArrayList<>();
    for (int s = 0; s < senders; s++) {
      UserId user = s % 2 == 0 ? ALICE : BOB;
      int sender = s;
      parts.add(
          () ->
              IntStream.range(0, each)
                  .mapToObj(i -> house.message(user, room, sender + " " + i))
                  .toList());
    }
    Set<EventId> ids = new HashSet<>();
    tasks.fork(parts).forEach(ids::addAll);

    assertThat(ids).hasSize(senders * each);
    List<StoredEvent> timeline = house.timeline(room);
    assertThat(timeline).hasSize(7 + 1 + senders * each);
    for (int i = 1; i < timeline.size(); i++) {
      Event event = timeline.get(i).event();
      assertThat(event.prevEvents()).containsExactly(timeline.get(i - 1).event().id());
      assertThat(event.depth()).isEqualTo(timeline.get(i - 1).event().depth() + 1);
    }
  }

  @Test
  void racingRepeatsOfATransactionMakeOneEvent() {
    RoomId room = house.room("12", "public_chat");

    List<Supplier<EventId>> repeats = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      repeats.add(() -> house.message(ALICE, room, "once", "t1"));
    }
    List<EventId> answers = tasks.fork(repeats);

    assertThat(new HashSet<>(answers)).hasSize(1);
    assertThat(house.message(ALICE, room, "once", "t1")).isEqualTo(answers.getFirst());
    assertThat(house.message(ALICE, room, "other", "t2")).isNotEqualTo(answers.getFirst());
    assertThat(house.timeline(room)).hasSize(7 + 2);
  }

  @Test
  void whatTheRulesForbidIsNotStored() {
    RoomId room = house.room("12", "private_chat");

    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> house.message(BOB, room, "let me in"))
        .satisfies(e -> assertThat(e.status()).isEqualTo(403))
        .satisfies(e -> assertThat(e.code().value()).isEqualTo("M_FORBIDDEN"));
    assertThat(house.timeline(room)).hasSize(7);
  }

  @Test
  void settingEqualStateAgainMakesNoEvent() {
    RoomId room = house.room("12", "private_chat");
    EventId first = house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"a\"}");

    assertThat(house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"a\"}")).isEqualTo(first);
    assertThat(house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"b\"}"))
        .isNotEqualTo(first);
    assertThat(house.timeline(room)).hasSize(7 + 2);
  }

  @Test
  void aRefusedAppendFailsItsRequestAndTheRoomGoesOn() {
    RoomId room = house.room("12", "private_chat");
    house.message(ALICE, room, "before");
    house.memory().writer(false);
    Tasks.Task opener = tasks.background("opener", () -> house.memory().writer(true));

    EventId during = house.message(ALICE, room, "during");

    assertThat(opener).isNotNull();
    assertThat(house.timeline(room).getLast().event().id()).isEqualTo(during);
  }

  @Test
  void membershipsFollowWhatPeopleMean() {
    RoomId room = house.room("12", "private_chat");
    house.change(ALICE, room, Action.INVITE, BOB);
    house.join(BOB, room);
    house.join(BOB, room);
    assertThat(membership(room, BOB)).isEqualTo("join");

    house.change(ALICE, room, Action.KICK, BOB);
    assertThat(membership(room, BOB)).isEqualTo("leave");
    assertForbidden(() -> house.change(ALICE, room, Action.KICK, BOB));
    assertForbidden(() -> house.join(BOB, room));

    house.change(ALICE, room, Action.BAN, BOB);
    assertThat(membership(room, BOB)).isEqualTo("ban");
    assertForbidden(() -> house.change(ALICE, room, Action.INVITE, BOB));
    house.change(ALICE, room, Action.UNBAN, BOB);
    assertThat(membership(room, BOB)).isEqualTo("leave");
    assertForbidden(() -> house.change(ALICE, room, Action.UNBAN, BOB));
    assertForbidden(() -> house.change(CARLA, room, Action.LEAVE, CARLA));
  }

  @Test
  void joiningAnUnknownRoomIsNotFound() {
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> house.join(BOB, new RoomId("!none:a.example")))
        .satisfies(e -> assertThat(e.status()).isEqualTo(404));
  }

  @Test
  void aMemberOfAnAllowedRoomJoinsARestrictedOne() {
    RoomId allowed = house.room("12", "public_chat");
    RoomId room = house.room("12", "private_chat");
    house.state(
        ALICE,
        room,
        "m.room.join_rules",
        "",
        "{\"join_rule\":\"restricted\",\"allow\":[{\"type\":\"m.room_membership\",\"room_id\":\""
            + allowed
            + "\"}]}");
    assertForbidden(() -> house.join(BOB, room));

    house.join(BOB, allowed);
    house.join(BOB, room);

    assertThat(membership(room, BOB)).isEqualTo("join");
    assertThat(
            house
                .views
                .stateEvent(by(ALICE), room, org.ashlar.event.StateKey.member(BOB), false)
                .string("join_authorised_via_users_server"))
        .contains("@alice:a.example");
  }

  private String membership(RoomId room, UserId user) {
    long nid = house.store.room(room).orElseThrow().room().nid();
    return house.store.members(nid, List.of(user)).getFirst().membership();
  }

  private static void assertForbidden(Runnable work) {
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.status()).isEqualTo(403));
  }
}
