package org.ashlar.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.junit.jupiter.api.Test;

/// What every [EventStore] does. Each test makes rooms of its own.
public abstract class EventStoreContract extends EventReadContract {
  @Test
  void aStoredRoomIsReadBackAsItWasHandedOver() {
    // Given
    SampleRoom room = room().message("first");
    // When
    AppendResult.Stored stored = stored(room.store());
    RoomHead head = store().room(room.id()).orElseThrow();
    // Then
    assertThat(head.room().nid()).isEqualTo(room.ref().nid()).isPositive();
    assertThat(head.room().version()).isEqualTo(SampleRoom.VERSION);
    assertThat(head.current().nid()).isEqualTo(room.current().nid()).isPositive();
    assertThat(head.epoch()).isZero();
    assertThat(head.extremities()).hasSize(1);
    Extremity extremity = head.extremities().getFirst();
    assertThat(extremity.id()).isEqualTo(room.made().getLast().id());
    assertThat(extremity.depth()).isEqualTo(3);
    assertThat(extremity.ref().nid()).isEqualTo(room.extremities().getFirst().ref().nid());
    assertThat(extremity.after().nid()).isEqualTo(room.current().nid());
    assertThat(stored.last().number() - stored.first().number()).isEqualTo(2);
    assertThat(store().eventPosition()).isEqualTo(stored.last());
    RoomRef byNid = store().rooms(List.of(room.ref().nid(), 999_999_999L)).get(room.ref().nid());
    assertThat(byNid.id()).isEqualTo(room.id());
  }

  @Test
  void aLaneMayRunAheadOfTheCommitInOneBatch() {
    // Given
    SampleRoom room = room();
    List<Append> batch = new ArrayList<>(List.of(room.append()));
    for (int i = 0; i < 20; i++) {
      batch.add(room.message("ahead " + i).append());
      batch.add(room.state("m.room.topic", "", topic("topic " + i)).append());
    }
    // When
    List<AppendResult> results = store().append(batch);
    // Then
    assertThat(results).allMatch(AppendResult.Stored.class::isInstance);
    List<StoredEvent> events = all(room);
    assertThat(events).extracting(StoredEvent::event).isEqualTo(room.made());
    assertThat(events)
        .extracting(event -> event.position().number())
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(store().summaries(List.of(room.ref().nid())).get(room.ref().nid()).topic())
        .isEqualTo("topic 19");
  }

  @Test
  void anEventThatIsThereAlreadyFailsWithoutHarmToItsNeighbors() {
    // Given
    SampleRoom first = storedRoom();
    SampleRoom poisoned = storedRoom();
    SampleRoom last = storedRoom();
    Position before = store().eventPosition();
    Append again =
        poisoned.put(first.made().getLast(), EventStatus.ACCEPTED, Mentions.NONE, null).append();
    Append follower = poisoned.message("builds on it").append();
    // When
    List<AppendResult> results =
        store()
            .append(
                List.of(
                    first.message("a").append(),
                    again,
                    last.message("b").append(),
                    follower,
                    first.message("c").append()));
    // Then
    assertThat(results.get(1))
        .isInstanceOfSatisfying(
            AppendResult.Failed.class, failed -> assertThat(failed.retryable()).isFalse());
    assertThat(results.get(3)).isInstanceOf(AppendResult.Failed.class);
    assertThat(List.of(results.get(0), results.get(2), results.get(4)))
        .allMatch(AppendResult.Stored.class::isInstance);
    assertThat(store().eventPosition().number()).isEqualTo(before.number() + 3);
    assertThat(all(first)).extracting(StoredEvent::event).isEqualTo(first.made());
    assertThat(all(last)).extracting(StoredEvent::event).isEqualTo(last.made());
    assertThat(all(poisoned)).hasSize(2);
    assertThat(store().room(poisoned.id()).orElseThrow().extremities()).hasSize(1);
  }

  @Test
  void anEventTwiceInOneBatchIsStoredOnce() {
    // Given
    SampleRoom one = storedRoom();
    SampleRoom other = storedRoom();
    Append first = one.message("twice").append();
    Append second =
        other.put(one.made().getLast(), EventStatus.ACCEPTED, Mentions.NONE, null).append();
    // When
    List<AppendResult> results = store().append(List.of(first, second));
    // Then
    assertThat(results.getFirst()).isInstanceOf(AppendResult.Stored.class);
    assertThat(results.getLast()).isInstanceOf(AppendResult.Failed.class);
    assertThat(all(other)).hasSize(2);
  }

  @Test
  void whatFailedCanBeHandedOverAgainWhenItsCauseIsGone() {
    // Given
    SampleRoom room = storedRoom();
    Append base = room.state("m.room.topic", "", topic("base")).append();
    Append ahead = room.member(SampleRoom.BOB, "join").append();
    // When
    AppendResult early = store().append(List.of(ahead)).getFirst();
    List<AppendResult> late = store().append(List.of(base, ahead));
    // Then
    assertThat(early).isInstanceOf(AppendResult.Failed.class);
    assertThat(late).allMatch(AppendResult.Stored.class::isInstance);
    assertThat(state(room.ref().nid(), room.current().nid())).isEqualTo(ids(room.state()));
  }

  @Test
  void anAppendIsHandedOverOnce() {
    // Given
    SampleRoom room = room();
    Append append = room.append();
    store().append(List.of(append));
    // When
    AppendResult again = store().append(List.of(append)).getFirst();
    // Then
    assertThat(again).isInstanceOf(AppendResult.Failed.class);
    assertThat(all(room)).hasSize(2);
  }

  @Test
  void aRoomIsCreatedOnce() {
    // Given
    SampleRoom room = SampleRoom.create(store(), "the same");
    SampleRoom same = SampleRoom.create(store(), "the same");
    stored(room.store());
    SampleRoom neighbor = storedRoom();
    // When
    List<AppendResult> results =
        store().append(List.of(same.append(), neighbor.message("x").append()));
    // Then
    assertThat(results.getFirst()).isInstanceOf(AppendResult.Failed.class);
    assertThat(results.getLast()).isInstanceOf(AppendResult.Stored.class);
    assertThat(same.ref().nid()).isZero();
  }

  @Test
  void aStaleLeaseIsRefusedWithoutHarmToItsNeighbors() {
    // Given
    SampleRoom room = storedRoom().epoch(7);
    stored(room.message("under the seventh lease").store());
    SampleRoom neighbor = storedRoom();
    Append stale = room.epoch(6).message("under the sixth").append();
    // When
    List<AppendResult> results =
        store().append(List.of(stale, neighbor.message("unharmed").append()));
    // Then
    assertThat(results.getFirst())
        .isInstanceOfSatisfying(
            AppendResult.Failed.class, failed -> assertThat(failed.retryable()).isFalse());
    assertThat(results.getLast()).isInstanceOf(AppendResult.Stored.class);
    assertThat(store().room(room.id()).orElseThrow().epoch()).isEqualTo(7);
  }

  @Test
  void aTransactionIsFoundByItsWholeKey() {
    // Given
    SampleRoom room = storedRoom();
    Transaction transaction =
        new Transaction(SampleRoom.ALICE, "PHONE", "PUT /send/Aa", "m\u0000" + room.id());
    stored(store().append(List.of(room.message("x").append(transaction))).getFirst());
    EventId made = room.made().getLast().id();
    // When, then
    assertThat(store().transaction(transaction)).contains(made);
    String id = transaction.transactionId();
    // "Aa" and "BB" have the same hash code in Java.
    assertThat(store().transaction(with("PHONE", "PUT /send/BB", id))).isEmpty();
    assertThat(store().transaction(with("TABLET", "PUT /send/Aa", id))).isEmpty();
    assertThat(store().transaction(with("PHONE", "PUT /send/Aa", id + "1"))).isEmpty();
    assertThat(store().transactionHashes(SampleRoom.ALICE, "PHONE")).contains(transaction.hash());
    assertThat(store().transactionHashes(SampleRoom.BOB, "PHONE")).isEmpty();
    List<Long> nids = List.of(store().events(List.of(made)).get(made).nid(), Long.MAX_VALUE);
    assertThat(store().transactionIds(SampleRoom.ALICE, "PHONE", nids))
        .containsExactly(Map.entry(nids.getFirst(), id));
    assertThat(store().transactionIds(SampleRoom.ALICE, "TABLET", nids)).isEmpty();
    assertThat(store().transactionIds(SampleRoom.BOB, "PHONE", nids)).isEmpty();
    assertThat(store().transactionIds(SampleRoom.ALICE, "PHONE", List.of())).isEmpty();
  }

  @Test
  void e17TwoSendsWithOneTransactionMakeOneEventInOneBatchAndInTwo() {
    // Given
    SampleRoom room = storedRoom();
    SampleRoom other = storedRoom();
    Transaction transaction = with("", "PUT /send", "same " + room.id());
    // When
    List<AppendResult> together =
        store()
            .append(
                List.of(
                    room.message("winner").append(transaction),
                    other.message("loser").append(transaction)));
    EventId winner = room.made().getLast().id();
    SampleRoom late = storedRoom();
    AppendResult apart =
        store().append(List.of(late.message("late loser").append(transaction))).getFirst();
    // Then
    assertThat(together.getFirst()).isInstanceOf(AppendResult.Stored.class);
    assertThat(together.getLast()).isInstanceOf(AppendResult.Failed.class);
    assertThat(apart).isInstanceOf(AppendResult.Failed.class);
    assertThat(store().transaction(transaction)).contains(winner);
    assertThat(all(other)).hasSize(2);
    assertThat(all(late)).hasSize(2);
  }

  @Test
  void textThatDatabasesDislikeIsStored() {
    // Given
    SampleRoom room = storedRoom();
    room.state("org.nul.\u0000", "\u0000", topic("\u0000")).message("\u0000 and \ud83d");
    // When
    stored(room.store());
    // Then
    List<StoredEvent> events = all(room);
    assertThat(events.get(2).event().type()).isEqualTo("org.nul.\u0000");
    assertThat(events.get(2).event().bytes()).isEqualTo(room.made().get(2).bytes());
    assertThat(state(room.ref().nid(), room.current().nid())).isEqualTo(ids(room.state()));
  }

  @Test
  void severalExtremitiesAreKept() {
    // Given
    SampleRoom room = storedRoom();
    Extremity base = room.extremities().getFirst();
    EventRef left = EventRef.unstored();
    EventRef right = EventRef.unstored();
    StateRoot root = base.after();
    Append fork =
        new Append(
            room.ref(),
            List.of(plain(room, "left", left, root), plain(room, "right", right, root)),
            List.of(),
            room.current(),
            List.of(left, right),
            null,
            0);
    // When
    stored(store().append(List.of(fork)).getFirst());
    // Then
    assertThat(store().room(room.id()).orElseThrow().extremities())
        .extracting(extremity -> extremity.ref().nid())
        .containsExactly(left.nid(), right.nid());
  }

  @Test
  void positionsFollowTheOrderOfTheBatch() {
    // Given
    List<SampleRoom> many = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      many.add(room());
    }
    List<Append> batch = new ArrayList<>(many.stream().map(SampleRoom::append).toList());
    for (int i = 0; i < 240; i++) {
      batch.add(many.get(i % 8).message("m" + i).append());
    }
    Position before = store().eventPosition();
    // When
    List<AppendResult> results = store().append(batch);
    // Then
    long expected = before.number();
    for (AppendResult result : results) {
      AppendResult.Stored stored = stored(result);
      assertThat(stored.first().number()).isEqualTo(expected + 1);
      expected = stored.last().number();
    }
    assertThat(store().stream(before, store().eventPosition(), 1000)).hasSize(256);
  }

  @Test
  void aRedactionReplacesTheBytesAndNothingElse() {
    // Given
    SampleRoom room = storedRoom().message("bad");
    Event bad = room.made().getLast();
    EventRef ref = room.last();
    stored(room.state("m.room.topic", "", topic("bad topic")).store());
    Event topic = room.made().getLast();
    StoredEvent before = store().events(List.of(bad.id())).get(bad.id());
    // When
    room.redact(bad, ref, false);
    room.redact(topic, EventRef.stored(nid(room, -1)), true);
    stored(room.store());
    stored(room.redact(bad, ref, false).store());
    // Then
    StoredEvent after = store().events(List.of(bad.id())).get(bad.id());
    assertThat(after.event().content()).isEqualTo(JsonObject.EMPTY);
    assertThat(after.event().bytes()).isEqualTo(bad.redacted().bytes());
    assertThat(after.event().id()).isEqualTo(bad.id());
    assertThat(after.event().authEvents()).isEqualTo(bad.authEvents());
    assertThat(after.nid()).isEqualTo(before.nid());
    assertThat(after.position()).isEqualTo(before.position());
    assertThat(after.rootBefore()).isEqualTo(before.rootBefore());
    assertThat(after.rootAfter()).isEqualTo(before.rootAfter());
    assertThat(before.redactedBy()).isZero();
    assertThat(after.redactedBy()).isEqualTo(nid(room, -3));
    assertThat(store().summaries(List.of(room.ref().nid())).get(room.ref().nid()).topic()).isNull();
    assertThat(store().redactionsOf(List.of(bad.id())))
        .extracting(event -> event.event().id())
        .containsExactly(room.made().get(room.made().size() - 3).id(), room.made().getLast().id());
    assertThat(store().redactionsOf(List.of(new EventId("$unknown")))).isEmpty();
  }

  @Test
  void anEventAndItsRedactionMayComeInOneBatch() {
    // Given
    SampleRoom room = storedRoom();
    Append message = room.message("oops").append();
    Event oops = room.made().getLast();
    Append redaction = room.redact(oops, room.last(), false).append();
    // When
    List<AppendResult> results = store().append(List.of(message, redaction));
    // Then
    assertThat(results).allMatch(AppendResult.Stored.class::isInstance);
    assertThat(store().events(List.of(oops.id())).get(oops.id()).event().content())
        .isEqualTo(JsonObject.EMPTY);
  }

  @Test
  void choresAreKeptUntilTheyAreDropped() {
    // Given
    Chore first = new Chore("wash", "@alice:sample.org");
    Chore second = new Chore("dry", "@alice:sample.org");
    // When
    store().keepChore(first);
    store().keepChore(first);
    store().keepChore(second);
    store().dropChore(first);
    store().dropChore(new Chore("iron", "nothing"));
    // Then
    assertThat(store().chores()).contains(second).doesNotContain(first);
  }

  private static NewEvent plain(SampleRoom room, String body, EventRef ref, StateRoot root) {
    return new NewEvent(
        room.sign("m.room.message", null, SampleRoom.text(body)),
        ref,
        root,
        root,
        EventStatus.ACCEPTED,
        null,
        Mentions.NONE);
  }

  private static Transaction with(String device, String scope, String id) {
    return new Transaction(SampleRoom.ALICE, device, scope, id);
  }
}
