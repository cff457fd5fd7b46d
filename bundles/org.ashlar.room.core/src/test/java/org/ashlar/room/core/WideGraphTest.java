package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.task.Tasks;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.ReceiveOutcome;
import org.ashlar.store.Extremity;
import org.ashlar.store.StoredEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WideGraphTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final RoomHouse house = new RoomHouse();
  private final Abroad abroad = new Abroad(house);
  private final Tasks tasks = new Tasks("wide");
  private final WideGraphs graphs = new WideGraphs(house.parts, house.sending, tasks, now::get);

  @AfterEach
  void close() {
    tasks.close();
    house.close();
  }

  @Test
  void anEventOfOursNamesTwentyEndsTheNewestAmongThemAndLeavesTheRest() {
    // Given
    RoomId room = house.room("12", "public_chat");
    List<EventId> ends = fork(room, 35);
    // When
    EventId made = house.message(ALICE, room, "joins some");
    // Then
    List<EventId> named = stored(made).event().prevEvents();
    Set<EventId> left = new HashSet<>(ends);
    named.forEach(left::remove);
    assertThat(named).hasSize(20).doesNotHaveDuplicates().isSubsetOf(ends);
    left.add(made);
    assertThat(ends(room)).containsExactlyInAnyOrderElementsOf(left).hasSize(16);
    // When
    EventId last = house.message(ALICE, room, "joins the rest");
    // Then
    assertThat(ends(room)).containsExactly(last);
    assertThat(stored(last).rootBefore())
        .isEqualTo(house.store.room(room).orElseThrow().current().nid());
  }

  @Test
  void endsThatAreNotNamedKeepTheirSayInTheState() {
    // Given
    RoomId room = house.room("12", "public_chat");
    EventId base = house.message(ALICE, room, "base");
    List<Event> forks = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      forks.add(
          house.foreign(room, ALICE, "org.example.fork", "" + i, "{\"n\":\"" + i + "\"}", base));
    }
    forks.forEach(fork -> accepted(fork));
    // When
    house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"on twenty\"}");
    // Then
    long roomNid = house.store.room(room).orElseThrow().room().nid();
    List<StateKey> keys =
        house.views.stateAt(roomNid, house.views.currentRoot(roomNid)).stream()
            .map(event -> event.event().key())
            .toList();
    for (int i = 0; i < 30; i++) {
      assertThat(keys).contains(new StateKey("org.example.fork", "" + i));
    }
    assertThat(keys).contains(new StateKey("m.room.topic", ""));
  }

  @Test
  void tooManyEndsAreJoinedByWhoeverMayOnceAMinute() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.publisher =
        house.publisher.andThen(
            stored -> stored.forEach(pending -> graphs.committed(pending.append(), 10)));
    // When
    fork(room, 12);
    house.settle(() -> graphs.sent(room) == 1);
    // Then
    assertThat(house.timeline(room))
        .filteredOn(event -> event.event().type().equals(WideGraphs.TYPE))
        .hasSize(1);
    assertThat(ends(room)).hasSizeLessThan(4);
    // When
    fork(room, 12);
    // Then
    assertThat(graphs.sent(room)).isEqualTo(1);
    // When
    now.set(Instant.EPOCH.plus(Duration.ofSeconds(61)));
    accepted(
        abroad.message(room, ALICE, stored(ends(room).getFirst()).event().prevEvents().getFirst()));
    house.settle(() -> graphs.sent(room) == 2);
  }

  @Test
  void whereNobodyHasThePowerTheEndsStay() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.state(
        ALICE,
        room,
        "m.room.power_levels",
        "",
        "{\"users\":{},\"events_default\":0,\"events\":{\"" + WideGraphs.TYPE + "\":100}}");
    house.join(BOB, room);
    house.change(ALICE, room, Action.LEAVE, ALICE);
    EventId left = ends(room).getFirst();
    // When
    house.publisher =
        house.publisher.andThen(
            stored -> stored.forEach(pending -> graphs.committed(pending.append(), 10)));
    for (int i = 0; i < 12; i++) {
      accepted(abroad.message(room, BOB, left));
    }
    tasks.close();
    // Then
    assertThat(graphs.sent(room)).isZero();
    assertThat(ends(room)).hasSize(12);
  }

  /// Events on one event, each an end.
  private List<EventId> fork(RoomId room, int ends) {
    EventId base = house.message(ALICE, room, "base");
    List<EventId> made = new ArrayList<>();
    for (int i = 0; i < ends; i++) {
      Event event = abroad.message(room, ALICE, base);
      accepted(event);
      made.add(event.id());
    }
    return made;
  }

  private void accepted(Event event) {
    assertThat(house.reception.receive(event)).isInstanceOf(ReceiveOutcome.Accepted.class);
  }

  private StoredEvent stored(EventId id) {
    return house.store.events(List.of(id)).get(id);
  }

  private List<EventId> ends(RoomId room) {
    return house.store.room(room).orElseThrow().extremities().stream().map(Extremity::id).toList();
  }
}
