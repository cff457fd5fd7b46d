package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.ReceiveOutcome;
import org.ashlar.room.ReceivedEvent;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Extremity;
import org.ashlar.store.Gap;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.store.RoomHead;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rooms whose graph is more than a chain. The names bear the numbers of the reference behaviour's
/// tests. E-04, E-06, E-10, E-11, E-12, E-15, E-20, E-22 and E-24 are the store's: see
/// `GraphContract`, `WriterUnderLoadTest`, `WriterDoubtTest` and `WriterFaultTest`. E-21 is
/// [GraphPropertyTest]. E-23, of receipts, is `IdentityReceiptContract`. E-25 has no test: there is
/// no staging of push actions here, as counts are computed from positions and rules, so that a
/// crash leaves nothing over.
class GraphTest {
  private static final UserId EVE = new UserId("@eve:b.example");
  private static final StateKey TOPIC = new StateKey("m.room.topic", "");

  private final RoomHouse house = new RoomHouse();
  private final Abroad abroad = new Abroad(house);

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void e01AnOutlierThatGetsItsPlaceReachesReadersOnce() {
    // Given
    RoomId room = house.room("12", "public_chat");
    EventId base = house.message(ALICE, room, "base");
    Event topic = abroad.state(room, ALICE, "m.room.topic", "{\"topic\":\"outlier\"}", base);
    house.reception.keepOutliers(room, List.of(topic));
    StoredEvent before = stored(topic);
    Position stood = house.hub.position(Stream.EVENTS).orElseThrow();
    Event follower = abroad.message(room, ALICE, topic.id());
    List<EventId> told = state(room);
    house.reception.receive(new ReceivedEvent(follower, told, false));
    Gap gap = new Gap(topic.id(), true);
    List<Gap> gaps = head(room).gaps();
    // When
    ReceiveOutcome outcome = house.reception.receive(topic);
    house.reception.receive(topic);
    // Then
    assertThat(gaps).containsExactly(gap);
    assertThat(outcome).isEqualTo(new ReceiveOutcome.Accepted(topic.id()));
    assertThat(before.status()).isEqualTo(EventStatus.OUTLIER);
    assertThat(stored(topic).nid()).isEqualTo(before.nid());
    assertThat(stored(topic).status()).isEqualTo(EventStatus.ACCEPTED);
    assertThat(stored(topic).rootAfter()).isPositive();
    assertThat(head(room).gaps()).isEmpty();
    assertThat(stored(topic).position().number()).isGreaterThan(stood.number());
    assertThat(house.store.stream(stood, house.store.eventPosition(), 100))
        .filteredOn(event -> event.event().equals(topic))
        .hasSize(1);
    assertThat(house.published)
        .filteredOn(pending -> pending.append().events().getFirst().event().equals(topic))
        .hasSize(2);
    assertThat(
            house.hub.between(room, stood, house.store.eventPosition()).orElseThrow().stream()
                .filter(event -> event.id().equals(topic.id())))
        .hasSize(1);
  }

  @Test
  void e02ARejectedCopyOfAnOutlierChangesNothing() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId base = house.message(ALICE, room, "base");
    Event forbidden = abroad.state(room, BOB, "m.room.topic", "{\"topic\":\"mine\"}", base);
    house.reception.keepOutliers(room, List.of(forbidden));
    StoredEvent before = stored(forbidden);
    RoomHead head = head(room);
    // When
    ReceiveOutcome outcome = house.reception.receive(forbidden);
    // Then
    assertThat(outcome).isInstanceOf(ReceiveOutcome.Withheld.class);
    assertThat(stored(forbidden)).isEqualTo(before);
    assertThat(head(room).extremities()).isEqualTo(head.extremities());
  }

  @Test
  void e03AnOutlierCopyOfAnAcceptedEventChangesNothing() {
    // Given
    RoomId room = house.room("12", "public_chat");
    EventId accepted = house.message(ALICE, room, "accepted");
    StoredEvent before = house.store.events(List.of(accepted)).get(accepted);
    // When
    house.reception.keepOutliers(room, List.of(before.event()));
    // Then
    assertThat(house.store.events(List.of(accepted)).get(accepted)).isEqualTo(before);
  }

  @Test
  void e05TheStateBeforeAnEventOnARejectedOneIsThatBeforeTheRejectedOne() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId base = house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"right\"}");
    Event rejected = abroad.state(room, BOB, "m.room.topic", "{\"topic\":\"wrong\"}", base);
    house.reception.receive(rejected);
    Event next = abroad.message(room, ALICE, rejected.id());
    // When
    ReceiveOutcome outcome = house.reception.receive(next);
    // Then
    long afterBase = house.store.events(List.of(base)).get(base).rootAfter();
    assertThat(outcome).isInstanceOf(ReceiveOutcome.Accepted.class);
    assertThat(stored(rejected).status()).isEqualTo(EventStatus.REJECTED);
    assertThat(stored(rejected).rootBefore()).isEqualTo(afterBase);
    assertThat(stored(rejected).rootAfter()).isEqualTo(afterBase);
    assertThat(stored(next).rootBefore()).isEqualTo(afterBase);
    assertThat(house.views.stateEvent(by(ALICE), room, TOPIC, false).string("topic"))
        .contains("right");
    assertThat(extremities(room)).containsExactly(next.id());
  }

  @Test
  void e07TwoEventsOnOneMakeAForkAndOneOnBothEndsIt() {
    // Given
    RoomId room = house.room("12", "public_chat");
    EventId a = house.message(ALICE, room, "a");
    Event b = abroad.message(room, ALICE, a);
    Event c = abroad.message(room, ALICE, a);
    Event d = abroad.message(room, ALICE, b.id(), c.id());
    // When, then
    house.reception.receive(b);
    house.reception.receive(c);
    assertThat(extremities(room)).containsExactlyInAnyOrder(b.id(), c.id());
    house.reception.receive(d);
    assertThat(extremities(room)).containsExactly(d.id());
  }

  @Test
  void e08AnEventOnASoftFailedOneCoversWhatThatOneFollowed() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId base = house.message(ALICE, room, "base");
    Event a = abroad.message(room, ALICE, base);
    Event ban =
        house.foreign(room, ALICE, "m.room.member", BOB.value(), "{\"membership\":\"ban\"}", base);
    Event softFailed = abroad.message(room, BOB, a.id());
    house.reception.receive(a);
    house.reception.receive(ban);
    house.reception.receive(softFailed);
    Event follower = abroad.message(room, ALICE, softFailed.id());
    // When
    house.reception.receive(follower);
    // Then
    assertThat(stored(softFailed).status()).isEqualTo(EventStatus.SOFT_FAILED);
    assertThat(extremities(room)).containsExactlyInAnyOrder(follower.id(), ban.id());
  }

  @Test
  void e08ASoftFailedEventThatWasMissingCoversWhatItFollows() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId base = house.message(ALICE, room, "base");
    Event late = abroad.message(room, BOB, base);
    Event follower = abroad.message(room, ALICE, late.id());
    house.reception.receive(new ReceivedEvent(follower, state(room), false));
    List<EventId> open = extremities(room);
    Event ban =
        house.foreign(room, ALICE, "m.room.member", BOB.value(), "{\"membership\":\"ban\"}", base);
    house.reception.receive(ban);
    // When
    ReceiveOutcome outcome = house.reception.receive(late);
    // Then
    assertThat(open).containsExactlyInAnyOrder(base, follower.id());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            ReceiveOutcome.Withheld.class, held -> assertThat(held.softFailed()).isTrue());
    assertThat(extremities(room)).containsExactlyInAnyOrder(follower.id(), ban.id());
    assertThat(head(room).gaps()).isEmpty();
  }

  @Test
  void e09APreviousEventThatComesLateIsNoExtremity() {
    // Given
    RoomId room = house.room("12", "public_chat");
    EventId base = house.message(ALICE, room, "base");
    Event first = abroad.message(room, ALICE, base);
    Event second = abroad.message(room, ALICE, first.id());
    Event third = abroad.message(room, ALICE, second.id());
    List<EventId> told = state(room);
    // When, then
    assertThat(house.reception.receive(third)).isInstanceOf(ReceiveOutcome.Unplaced.class);
    house.reception.receive(new ReceivedEvent(third, told, false));
    assertThat(extremities(room)).containsExactlyInAnyOrder(base, third.id());
    assertThat(head(room).gaps()).containsExactly(new Gap(second.id(), true));
    house.reception.receive(new ReceivedEvent(second, told, false));
    assertThat(extremities(room)).containsExactlyInAnyOrder(base, third.id());
    assertThat(head(room).gaps()).containsExactly(new Gap(first.id(), true));
    house.reception.receive(first);
    assertThat(extremities(room)).containsExactly(third.id());
    assertThat(head(room).gaps()).isEmpty();
  }

  @Test
  void historyThatWasFetchedIsNeitherNewsNorAnExtremity() {
    // Given
    RoomId room = house.room("12", "public_chat");
    EventId base = house.message(ALICE, room, "base");
    Event first = abroad.message(room, ALICE, base);
    Event second = abroad.message(room, ALICE, first.id());
    house.reception.receive(new ReceivedEvent(second, state(room), false));
    Position stood = house.hub.position(Stream.EVENTS).orElseThrow();
    // When
    house.reception.receive(new ReceivedEvent(first, List.of(), true));
    // Then
    assertThat(stored(first).position().number()).isNegative();
    assertThat(house.hub.position(Stream.EVENTS)).contains(stood);
    assertThat(extremities(room)).containsExactly(second.id());
    assertThat(head(room).gaps()).isEmpty();
  }

  @Test
  void e13ARedactionThatIsFirstTakesTheContentOfAnOutlierToo() {
    // Given
    RoomId room = house.room("12", "public_chat");
    EventId base = house.message(ALICE, room, "base");
    Event secret = abroad.message(room, ALICE, base);
    Event redaction = abroad.redaction(room, ALICE, secret.id(), base);
    house.reception.receive(redaction);
    // When
    house.reception.keepOutliers(room, List.of(secret));
    house.reception.receive(secret);
    // Then
    assertThat(stored(secret).event().content()).isEqualTo(JsonObject.EMPTY);
    assertThat(stored(secret).redactedBy()).isEqualTo(stored(redaction).nid());
  }

  @Test
  void e14ARedactionWithoutTheRightIsKeptAndJudgedWhenBothAreKnown() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    house.reception.receive(abroad.join(room, EVE));
    EventId base = house.message(ALICE, room, "base");
    Event message = abroad.message(room, BOB, base);
    Event powerless = abroad.redaction(room, EVE, message.id(), base);
    // When
    ReceiveOutcome early = house.reception.receive(powerless);
    house.reception.receive(message);
    // Then
    assertThat(early).isInstanceOf(ReceiveOutcome.Accepted.class);
    assertThat(stored(message).redactedBy()).isZero();
    assertThat(stored(message).event().content()).isNotEqualTo(JsonObject.EMPTY);
    assertThat(house.views.visible(by(ALICE), List.of(stored(powerless)))).isEmpty();
  }

  @Test
  void e16WhatIsNotStoredTouchesNoCache() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"old\"}");
    Position stood = house.hub.position(Stream.EVENTS).orElseThrow();
    int published = house.published.size();
    RoomHead head = head(room);
    // When
    house.refused = room;
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"never\"}"));
    house.refused = null;
    // Then
    assertThat(house.published).hasSize(published);
    assertThat(house.hub.position(Stream.EVENTS)).contains(stood);
    assertThat(head(room).extremities()).isEqualTo(head.extremities());
    assertThat(house.views.stateEvent(by(ALICE), room, TOPIC, false).string("topic"))
        .contains("old");
    EventId next = house.message(ALICE, room, "goes on");
    assertThat(house.store.events(List.of(next)).get(next).event().prevEvents())
        .containsExactly(head.extremities().getFirst().id());
  }

  @Test
  void e17RacingSendsWithOneTransactionMakeOneEvent() throws InterruptedException {
    // Given
    RoomId room = house.room("12", "public_chat");
    int before = house.timeline(room).size();
    Set<EventId> answers = new CopyOnWriteArraySet<>();
    List<Thread> racing = new ArrayList<>();
    // When
    for (int i = 0; i < 16; i++) {
      racing.add(
          Thread.ofVirtual()
              .start(() -> answers.add(house.message(ALICE, room, "once", "the same"))));
    }
    for (Thread each : racing) {
      each.join();
    }
    // Then
    assertThat(answers).hasSize(1);
    assertThat(house.timeline(room)).hasSize(before + 1);
  }

  @Test
  void e17RacingCopiesOfAReceivedEventAreStoredOnce() throws InterruptedException {
    // Given
    RoomId room = house.room("12", "public_chat");
    Event event = abroad.message(room, ALICE, house.message(ALICE, room, "base"));
    List<Thread> racing = new ArrayList<>();
    Set<ReceiveOutcome> outcomes = new CopyOnWriteArraySet<>();
    // When
    for (int i = 0; i < 16; i++) {
      racing.add(Thread.ofVirtual().start(() -> outcomes.add(house.reception.receive(event))));
    }
    for (Thread each : racing) {
      each.join();
    }
    // Then
    assertThat(outcomes)
        .containsExactlyInAnyOrder(
            new ReceiveOutcome.Accepted(event.id()), new ReceiveOutcome.Known(event.id()));
    assertThat(house.timeline(room)).extracting(StoredEvent::event).endsWith(event);
  }

  /// The state itself stays, for those who left may read what they saw. What a reader of the
  /// current state would learn of us is gone: nobody of us is there.
  @Test
  void e18AfterOurLastUserHasLeftNothingOfUsIsInTheRoom() {
    // Given
    RoomId room = house.room("12", "public_chat");
    long roomNid = head(room).room().nid();
    Position before = house.store.eventPosition();
    // When
    house.change(ALICE, room, Action.LEAVE, ALICE);
    // Then
    assertThat(house.store.stateChanges(roomNid, before, house.store.eventPosition()))
        .extracting(change -> change.event().key())
        .containsExactly(StateKey.member(ALICE));
    assertThat(house.store.memberships(ALICE))
        .extracting(MembershipRow::membership)
        .containsExactly("leave");
    assertThat(house.store.joinedUsers(List.of(roomNid), RoomHouse.SERVER)).isEmpty();
    assertThat(house.store.summaries(List.of(roomNid)).get(roomNid).joined()).isZero();
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> house.message(ALICE, room, "gone"));
  }

  @Test
  void e19StaleExtremitiesThatHaveLostGoTogether() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.reception.receive(abroad.join(room, EVE));
    Event tip = forkedLongAgo(room, EVE);
    int wide = extremities(room).size();
    // When
    Event next = abroad.message(room, ALICE, tip.id());
    house.reception.receive(next);
    // Then
    assertThat(wide).isEqualTo(31);
    assertThat(extremities(room)).containsExactly(next.id());
  }

  @Test
  void e19OneOfOurOwnKeepsAllOfThem() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.reception.receive(abroad.join(room, EVE));
    Event tip = forkedLongAgo(room, ALICE);
    // When
    Event next = abroad.message(room, ALICE, tip.id());
    house.reception.receive(next);
    // Then
    assertThat(extremities(room)).hasSize(31).contains(next.id());
  }

  /// 29 changes of Eve's profile and one by another user on one event, two days old, beside a chain
  /// of 110 that ends with newer ones.
  ///
  /// @return the end of the chain
  private Event forkedLongAgo(RoomId room, UserId other) {
    EventId base = extremities(room).getFirst();
    long now = house.clock.millis();
    long old = now - Duration.ofDays(2).toMillis();
    List<Event> forks = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      UserId user = i == 7 ? other : EVE;
      forks.add(abroad.profile(room, user, "old " + i, old + i, base));
    }
    Event tip = abroad.profile(room, EVE, "new", now, base);
    house.reception.receive(tip);
    if (other.equals(ALICE)) {
      tip = abroad.profile(room, ALICE, "new", now, tip.id());
      house.reception.receive(tip);
    }
    for (int i = 0; i < 110; i++) {
      tip = abroad.message(room, ALICE, tip.id());
      house.reception.receive(tip);
    }
    for (Event fork : forks) {
      assertThat(house.reception.receive(fork)).isInstanceOf(ReceiveOutcome.Accepted.class);
    }
    return tip;
  }

  private List<EventId> extremities(RoomId room) {
    return head(room).extremities().stream().map(Extremity::id).toList();
  }

  private RoomHead head(RoomId room) {
    return house.store.room(room).orElseThrow();
  }

  private StoredEvent stored(Event event) {
    return house.store.events(List.of(event.id())).get(event.id());
  }

  private List<EventId> state(RoomId room) {
    long roomNid = head(room).room().nid();
    return house.views.stateAt(roomNid, house.views.currentRoot(roomNid)).stream()
        .map(event -> event.event().id())
        .toList();
  }
}
