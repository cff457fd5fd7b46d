package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.ashlar.room.core.RoomHouse.CARLA;
import static org.ashlar.room.core.RoomHouse.by;
import static org.ashlar.room.core.RoomHouse.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.ReceiveOutcome;
import org.ashlar.room.RedactEvent;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.Transaction;
import org.ashlar.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  private static final UserId MALLORY = new UserId("@mallory:b.example");

  private final RoomHouse house = new RoomHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, false", "9, false", "10, false", "11, true", "12, true"})
  void anOwnEventLosesItsContentAndTheRedactionHasTheFormOfItsVersion(
      String version, boolean inContent) {
    // Given
    RoomId room = house.room(version, "public_chat");
    house.join(BOB, room);
    EventId bad = house.message(BOB, room, "bad");
    StoredEvent before = stored(bad);
    assertThat(shown(ALICE, room, bad).object("content").orElseThrow().string("body"))
        .contains("bad");
    // When
    EventId redaction = redact(BOB, room, bad, "{\"reason\":\"typo\"}", null);
    // Then
    JsonObject pdu = stored(redaction).event().pdu();
    assertThat(pdu.string("redacts").isPresent()).isNotEqualTo(inContent);
    assertThat(pdu.object("content").orElseThrow().string("redacts").isPresent())
        .isEqualTo(inContent);
    assertThat(pdu.object("content").orElseThrow().string("reason")).contains("typo");
    StoredEvent after = stored(bad);
    assertThat(after.event().content()).isEqualTo(JsonObject.EMPTY);
    assertThat(after.redactedBy()).isEqualTo(stored(redaction).nid());
    assertThat(after.rootAfter()).isEqualTo(before.rootAfter());
    assertThat(shown(ALICE, room, bad).object("content")).contains(JsonObject.EMPTY);
    assertThat(shown(ALICE, room, redaction).string("redacts")).contains(bad.value());
  }

  @Test
  void theRedactLevelIsNeededForEventsOfOthers() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    house.join(CARLA, room);
    EventId bad = house.message(BOB, room, "bad");

    assertError(() -> redact(CARLA, room, bad, "{}", null), 403, "M_FORBIDDEN");
    redact(ALICE, room, bad, "{}", null);

    assertThat(stored(bad).event().content()).isEqualTo(JsonObject.EMPTY);
  }

  @Test
  void whatIsNotInTheRoomCannotBeRedacted() {
    RoomId room = house.room("12", "public_chat");
    RoomId other = house.room("12", "public_chat");
    EventId elsewhere = house.message(ALICE, other, "elsewhere");

    assertError(() -> redact(ALICE, room, elsewhere, "{}", null), 404, "M_NOT_FOUND");
    assertError(() -> redact(ALICE, room, new EventId("$no"), "{}", null), 404, "M_NOT_FOUND");
    assertError(() -> redact(BOB, room, new EventId("$no"), "{}", null), 403, "M_FORBIDDEN");
    assertError(
        () -> redact(BOB, new RoomId("!no:a.example"), elsewhere, "{}", null), 403, "M_FORBIDDEN");
  }

  @Test
  void whoLeftCannotRedactAndWhoMayNotSendRedactionsCannotEither() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId bad = house.message(BOB, room, "bad");
    house.state(ALICE, room, "m.room.power_levels", "", "{\"events\":{\"m.room.redaction\":60}}");

    assertError(() -> redact(BOB, room, bad, "{}", null), 403, "M_FORBIDDEN");
    assertThat(stored(bad).redactedBy()).isZero();
  }

  @Test
  void aRepeatedTransactionIsOneRedaction() {
    RoomId room = house.room("12", "public_chat");
    EventId bad = house.message(ALICE, room, "bad");
    int before = house.timeline(room).size();

    EventId first = redact(ALICE, room, bad, "{}", "t1");

    assertThat(redact(ALICE, room, bad, "{}", "t1")).isEqualTo(first);
    assertThat(house.timeline(room)).hasSize(before + 1);
  }

  @Test
  void aRedactedTopicIsGoneFromStateSummaryAndPrevContent() {
    RoomId room = house.room("12", "public_chat");
    EventId topic = house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"bad\"}");
    long nid = house.store.room(room).orElseThrow().room().nid();
    StateKey key = new StateKey("m.room.topic", "");
    assertThat(house.views.stateEvent(by(ALICE), room, key, false).string("topic")).contains("bad");

    redact(ALICE, room, topic, "{}", null);

    assertThat(house.views.stateEvent(by(ALICE), room, key, false)).isEqualTo(JsonObject.EMPTY);
    assertThat(house.store.summaries(List.of(nid)).get(nid).topic()).isNull();
    EventId next = house.state(ALICE, room, "m.room.topic", "", "{\"topic\":\"good\"}");
    assertThat(shown(ALICE, room, next).object("unsigned").orElseThrow().object("prev_content"))
        .contains(JsonObject.EMPTY);
  }

  @Test
  void aRedactedJoinStaysAJoin() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId join = house.store.memberships(BOB).getFirst().event();

    redact(BOB, room, join, "{}", null);

    assertThat(stored(join).event().content()).isEqualTo(json("{\"membership\":\"join\"}"));
    assertThat(house.store.memberships(BOB).getFirst().membership()).isEqualTo("join");
    house.message(BOB, room, "still here");
  }

  @Test
  void aReceivedRedactionAppliesWithPowerOrFromTheServerOfTheSender() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    house.join(MALLORY, room);
    EventId bad = house.message(BOB, room, "bad");
    EventId own = house.message(MALLORY, room, "own");

    Event powerless = redaction(room, MALLORY, bad, own);
    assertThat(house.reception.receive(powerless))
        .isInstanceOfSatisfying(
            ReceiveOutcome.Withheld.class, told -> assertThat(told.softFailed()).isTrue());
    assertThat(stored(bad).redactedBy()).isZero();

    Event allowed = redaction(room, MALLORY, own, own);
    assertThat(house.reception.receive(allowed)).isInstanceOf(ReceiveOutcome.Accepted.class);
    assertThat(stored(own).event().content()).isEqualTo(JsonObject.EMPTY);

    Event moderated = redaction(room, ALICE, bad, allowed.id());
    house.reception.receive(moderated);
    assertThat(stored(bad).event().content()).isEqualTo(JsonObject.EMPTY);
  }

  @Test
  void aRedactionThatComesBeforeItsTargetAppliesWhenThatComes() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.join(MALLORY, room);
    EventId last = house.message(ALICE, room, "last");
    Event late =
        house.foreign(room, MALLORY, "m.room.message", null, "{\"body\":\"secret\"}", last);
    Event early = redaction(room, MALLORY, late.id(), last);
    // When
    assertThat(house.reception.receive(early)).isInstanceOf(ReceiveOutcome.Accepted.class);
    assertThat(house.reception.receive(late)).isInstanceOf(ReceiveOutcome.Accepted.class);
    // Then
    assertThat(stored(late.id()).event().content()).isEqualTo(JsonObject.EMPTY);
    assertThat(stored(late.id()).redactedBy()).isEqualTo(stored(early.id()).nid());
    assertThat(new String(house.published.getLast().shown().getFirst().shared()))
        .doesNotContain("secret");
  }

  @Test
  void aRedactionIsShownWhenItsTargetHasComeAndItIsApplied() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.join(MALLORY, room);
    EventId last = house.message(ALICE, room, "last");
    Event late =
        house.foreign(room, MALLORY, "m.room.message", null, "{\"body\":\"secret\"}", last);
    Event early = redaction(room, MALLORY, late.id(), last);
    Event nothing = house.foreign(room, MALLORY, "m.room.redaction", null, "{}", last);
    // When
    house.reception.receive(early);
    house.reception.receive(nothing);
    List<EventId> before = visible(room);
    boolean inMemory = isInMemory(room, early.id());
    house.reception.receive(late);
    // Then
    assertThat(before).endsWith(last).doesNotContain(early.id(), nothing.id());
    assertThat(inMemory).as("readers are sent to the store").isFalse();
    assertThat(isInMemory(room, late.id())).isFalse();
    assertThat(visible(room)).contains(early.id(), late.id()).doesNotContain(nothing.id());
    assertThat(
            shown(ALICE, room, late.id())
                .object("unsigned")
                .flatMap(unsigned -> unsigned.object("redacted_because"))
                .flatMap(because -> because.string("event_id")))
        .contains(early.id().value());
  }

  @Test
  void aRedactionThatMayNotBeAppliedIsNeverShown() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.join(MALLORY, room);
    house.join(BOB, room);
    EventId last = house.message(ALICE, room, "last");
    Event late = house.foreign(room, BOB, "m.room.message", null, "{\"body\":\"mine\"}", last);
    Event early = redaction(room, MALLORY, late.id(), last);
    Event allowed = redaction(room, ALICE, late.id(), last);
    // When
    house.reception.receive(early);
    house.reception.receive(late);
    List<EventId> withTarget = visible(room);
    house.reception.receive(allowed);
    // Then
    assertThat(withTarget).contains(late.id()).doesNotContain(early.id());
    assertThat(stored(late.id()).redactedBy()).isEqualTo(stored(allowed.id()).nid());
    assertThat(visible(room)).contains(allowed.id()).doesNotContain(early.id());
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> shown(ALICE, room, early.id()))
        .satisfies(e -> assertThat(e.status()).isEqualTo(404));
  }

  @Test
  void everyRedactionOfAnEventIsShown() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId bad = house.message(BOB, room, "bad");

    EventId own = redact(BOB, room, bad, "{}", null);
    EventId moderated = redact(ALICE, room, bad, "{}", null);

    assertThat(visible(room)).endsWith(own, moderated);
    assertThat(isInMemory(room, own)).isTrue();
  }

  private List<EventId> visible(RoomId room) {
    return house.views.visible(by(ALICE), house.timeline(room)).stream()
        .map(stored -> stored.event().id())
        .toList();
  }

  /// Whether readers who were there are given an event without the store being asked.
  private boolean isInMemory(RoomId room, EventId id) {
    Position end = house.hub.position(Stream.EVENTS).orElseThrow();
    Position after = new Position(end.writer(), end.number() - 2);
    return house.hub.between(room, after, end).orElse(List.of()).stream()
        .anyMatch(event -> event.id().equals(id) && !event.resolved());
  }

  @Test
  void anEventMayBeRedactedBeforeItIsCommitted() {
    RoomId room = house.room("12", "public_chat");
    PendingAppend message;
    PendingAppend redaction;
    try (Lane.Ticket ticket = house.lanes.enter(room)) {
      LaneWork send = new LaneWork(house.parts, ticket, ticket.head().orElseThrow(), 1);
      Event oops = send.add(ALICE, "m.room.message", null, json("{\"body\":\"oops\"}"));
      message = send.submit(null);
      LaneWork work = new LaneWork(house.parts, ticket, ticket.head().orElseThrow(), 2);
      work.redact(
          ALICE,
          new Redactions(house.parts)
              .find(ticket, work.head().room().nid(), oops.id())
              .orElseThrow(),
          JsonObject.EMPTY);
      redaction = work.submit(null);
    }
    message.await();
    redaction.await();

    assertThat(stored(message.eventId()).event().content()).isEqualTo(JsonObject.EMPTY);
  }

  private Event redaction(RoomId room, UserId sender, EventId target, EventId prev) {
    return house.foreign(
        room, sender, "m.room.redaction", null, "{\"redacts\":\"" + target + "\"}", prev);
  }

  private EventId redact(
      UserId user, RoomId room, EventId target, String content, String transaction) {
    Transaction made =
        transaction == null
            ? null
            : new Transaction(user, "DEVICE", "PUT /redact/" + room, transaction);
    return house.sending.redact(by(user), new RedactEvent(room, target, json(content), made));
  }

  private StoredEvent stored(EventId id) {
    return house.store.events(List.of(id)).get(id);
  }

  private JsonObject shown(UserId reader, RoomId room, EventId id) {
    return Json.parseObject(house.views.event(by(reader), room, id).utf8());
  }

  private static void assertError(Runnable work, int status, String code) {
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.status()).isEqualTo(status))
        .satisfies(e -> assertThat(e.code().value()).isEqualTo(code));
  }
}
