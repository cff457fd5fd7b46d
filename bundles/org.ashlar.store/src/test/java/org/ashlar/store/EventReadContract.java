package org.ashlar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.state.Digest;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.junit.jupiter.api.Test;

/// What every [EventStore] tells of what it keeps. Each test makes rooms of its own.
public abstract class EventReadContract extends RelationContract {
  private static final UserId CAROL = new UserId("@carol:else.where");

  @Test
  void anUnknownRoomIsAbsent() {
    assertThat(store().room(new RoomId("!unknown:sample.org"))).isEmpty();
    assertThat(store().rooms(List.of())).isEmpty();
    assertThat(store().summaries(List.of(999_999_999L))).isEmpty();
  }

  @Test
  void eachEventHasTheStateBeforeAndAfterIt() {
    // Given
    SampleRoom room = room();
    room.message("one").state("m.room.topic", "", topic("first")).message("two");
    room.state("m.room.topic", "", topic("second")).member(SampleRoom.BOB, "join");
    // When
    room.store();
    // Then
    Map<StateKey, EventId> model = new HashMap<>();
    for (StoredEvent event : all(room)) {
      assertThat(state(event.roomNid(), event.rootBefore())).isEqualTo(model);
      if (event.event().isState()) {
        model.put(event.event().key(), event.event().id());
      } else {
        assertThat(event.rootAfter()).isEqualTo(event.rootBefore());
      }
      assertThat(state(event.roomNid(), event.rootAfter())).isEqualTo(model);
    }
  }

  @Test
  void onlyAcceptedEventsWithAPlaceAreInTimelines() {
    // Given
    SampleRoom room = storedRoom();
    Position before = store().eventPosition();
    room.message("accepted")
        .message("rejected", EventStatus.REJECTED)
        .message("outlier", EventStatus.OUTLIER)
        .message("soft-failed", EventStatus.SOFT_FAILED)
        .message("accepted too");
    // When
    AppendResult.Stored stored = stored(room.store());
    // Then
    assertThat(all(room)).hasSize(4);
    assertThat(store().stream(before, stored.last(), 100)).hasSize(2);
    assertThat(stored.last().number()).isEqualTo(before.number() + 4);
    List<StoredEvent> kept =
        store().eventsByNid(List.of(nid(room, -1) - 1, nid(room, -1) - 2)).values().stream()
            .sorted(Comparator.comparingLong(StoredEvent::nid))
            .toList();
    assertThat(kept.getFirst().status()).isEqualTo(EventStatus.OUTLIER);
    assertThat(kept.getFirst().position()).isNull();
    assertThat(kept.getLast().status()).isEqualTo(EventStatus.SOFT_FAILED);
  }

  @Test
  void timelinesArePagedBothWaysWithoutGapOrRepetition() {
    // Given
    SampleRoom room = storedRoom();
    for (int i = 0; i < 25; i++) {
      room.message("m" + i);
    }
    room.store();
    List<Event> forward = room.made();
    for (TimelineOrder order : TimelineOrder.values()) {
      // When
      List<Event> up = pages(room, order, TimelinePoint.START, false);
      List<Event> down = pages(room, order, TimelinePoint.END, true);
      // Then
      assertThat(up).isEqualTo(forward);
      assertThat(down).isEqualTo(forward.reversed());
    }
  }

  @Test
  void aPointLiesJustAfterItsEvent() {
    // Given
    SampleRoom room = storedRoom().message("a").message("b").message("c");
    room.store();
    List<StoredEvent> events = all(room);
    TimelinePoint b = point(events.get(3));
    long nid = room.ref().nid();
    for (TimelineOrder order : TimelineOrder.values()) {
      // When
      var after = new TimelineQuery(nid, order, b, null, false, 10);
      var until = new TimelineQuery(nid, order, b, null, true, 1);
      var between =
          new TimelineQuery(nid, order, point(events.get(1)), point(events.get(3)), false, 10);
      var betweenBack =
          new TimelineQuery(nid, order, point(events.get(3)), point(events.get(1)), true, 10);
      // Then
      assertThat(store().timeline(after))
          .extracting(StoredEvent::nid)
          .containsExactly(nid(events, 4));
      assertThat(store().timeline(until))
          .extracting(StoredEvent::nid)
          .containsExactly(nid(events, 3));
      assertThat(store().timeline(between))
          .extracting(StoredEvent::nid)
          .containsExactly(nid(events, 2), nid(events, 3));
      assertThat(store().timeline(betweenBack))
          .extracting(StoredEvent::nid)
          .containsExactly(nid(events, 3), nid(events, 2));
    }
  }

  @Test
  void membershipsFollowTheMemberEvents() {
    // Given
    SampleRoom room = storedRoom().member(SampleRoom.BOB, "invite").member(CAROL, "join");
    stored(room.store());
    long nid = room.ref().nid();
    // When
    stored(room.member(SampleRoom.BOB, "join").member(CAROL, "leave").store());
    // Then
    List<MembershipRow> rows = store().members(nid, List.of());
    assertThat(rows)
        .extracting(MembershipRow::user, MembershipRow::membership)
        .containsExactlyInAnyOrder(
            tuple(SampleRoom.ALICE, "join"), tuple(SampleRoom.BOB, "join"), tuple(CAROL, "leave"));
    MembershipRow carol = store().members(nid, List.of(CAROL)).getFirst();
    assertThat(carol.event()).isEqualTo(room.made().getLast().id());
    assertThat(carol.position()).isEqualTo(store().eventPosition());
    assertThat(store().memberships(SampleRoom.BOB))
        .filteredOn(row -> row.roomNid() == nid)
        .extracting(MembershipRow::room)
        .containsExactly(room.id());
  }

  @Test
  void aRoomIsForgottenOnlyByWhoLeftAndUntilTheyComeBack() {
    // Given
    SampleRoom room = storedRoom().member(SampleRoom.BOB, "join").member(CAROL, "join");
    room.store();
    room.member(CAROL, "leave").store();
    long nid = room.ref().nid();
    // When
    store().forget(nid, CAROL, true);
    store().forget(nid, SampleRoom.BOB, true);
    // Then
    assertThat(store().members(nid, List.of(CAROL)).getFirst().forgotten()).isTrue();
    assertThat(store().members(nid, List.of(SampleRoom.BOB)).getFirst().forgotten()).isFalse();
    room.member(CAROL, "join").store();
    assertThat(store().members(nid, List.of(CAROL)).getFirst().forgotten()).isFalse();
  }

  @Test
  void summariesFollowTheState() {
    // Given
    SampleRoom room = storedRoom();
    room.member(SampleRoom.BOB, "invite")
        .member(CAROL, "invite")
        .state("m.room.name", "", JsonObject.builder().put("name", "a\u0000b").build())
        .state("m.room.canonical_alias", "", JsonObject.builder().put("alias", "#a:b").build())
        .state("m.room.avatar", "", JsonObject.builder().put("url", "mxc://a/b").build())
        .state("m.room.encryption", "", JsonObject.builder().put("algorithm", "m.x").build())
        .state("m.room.topic", "other", topic("of another key"));
    room.store();
    // When
    room.member(SampleRoom.BOB, "join").store();
    RoomSummary summary = summary(room);
    // Then
    assertThat(summary.joined()).isEqualTo(2);
    assertThat(summary.invited()).isEqualTo(1);
    assertThat(summary.heroes()).containsExactly(SampleRoom.ALICE, CAROL, SampleRoom.BOB);
    assertThat(summary.name()).isEqualTo("a\u0000b");
    assertThat(summary.canonicalAlias()).isEqualTo("#a:b");
    assertThat(summary.topic()).isNull();
    assertThat(summary.avatar()).isEqualTo("mxc://a/b");
    assertThat(summary.encryption()).isEqualTo("m.x");
    assertThat(summary.roomType()).isNull();
    assertThat(summary.lastBump()).isEqualTo(store().eventPosition().number());
  }

  @Test
  void thoseWhoLeftAreHeroesOfAnEmptyRoom() {
    // Given
    SampleRoom room = storedRoom().member(SampleRoom.BOB, "join");
    room.store();
    // When
    room.member(SampleRoom.BOB, "leave").store();
    // Then
    assertThat(summary(room).heroes()).containsExactly(SampleRoom.ALICE, SampleRoom.BOB);
    assertThat(summary(room).joined()).isEqualTo(1);
  }

  @Test
  void e24AStateEventWithNonsenseIsStoredAndNotShown() {
    // Given
    SampleRoom room = storedRoom();
    JsonObject nonsense = JsonObject.of("name", new JsonInteger(12));
    room.state("m.room.name", "", JsonObject.builder().put("name", "sense").build()).store();
    // When
    stored(room.state("m.room.name", "", nonsense).store());
    // Then
    assertThat(summary(room).name()).isNull();
  }

  @Test
  void stateChangesAreTheNewestOfEachKey() {
    // Given
    SampleRoom room = storedRoom();
    room.state("m.room.topic", "", topic("before")).store();
    Position from = store().eventPosition();
    room.state("m.room.topic", "", topic("one")).message("x").store();
    Position middle = store().eventPosition();
    room.state("m.room.topic", "", topic("two")).member(SampleRoom.BOB, "join").store();
    Event topic = room.state().get(new StateKey("m.room.topic", ""));
    Event bob = room.state().get(StateKey.member(SampleRoom.BOB));
    long nid = room.ref().nid();
    // When, then
    assertThat(store().stateChanges(nid, from, store().eventPosition()))
        .extracting(StoredEvent::event)
        .containsExactlyInAnyOrder(topic, bob);
    assertThat(store().stateChanges(nid, from, middle)).hasSize(1);
    assertThat(store().stateChanges(nid, store().eventPosition(), store().eventPosition()))
        .isEmpty();
  }

  @Test
  void stateChangesOfManyRoomsAreReadInTheirStretches() {
    // Given
    SampleRoom one = storedRoom();
    SampleRoom other = storedRoom();
    long from = store().eventPosition().number();
    one.state("m.room.topic", "", topic("one")).store();
    Event topic = one.state().get(new StateKey("m.room.topic", ""));
    long middle = store().eventPosition().number();
    one.state("m.room.topic", "", topic("later")).store();
    other.member(SampleRoom.BOB, "join").store();
    Event bob = other.state().get(StateKey.member(SampleRoom.BOB));
    long end = store().eventPosition().number();
    long first = one.ref().nid();
    long second = other.ref().nid();
    // When
    List<StoredEvent> changes =
        store()
            .stateChanges(
                List.of(
                    new TimelineSpan(first, from, middle), new TimelineSpan(second, from, end)));
    // Then
    assertThat(changes).extracting(StoredEvent::event).containsExactlyInAnyOrder(topic, bob);
    assertThat(store().stateChanges(List.of())).isEmpty();
  }

  @Test
  void stateKeysKeepTheirNumbers() {
    // Given
    StateKey usual = new StateKey("m.test", "key " + System.nanoTime());
    StateKey nul = new StateKey("m.\u0000test", "\u001a0");
    StateKey other = new StateKey("m.\u001a0test", "\u0000");
    StateKey broken = new StateKey("m.test", "half \ud83d pair");
    StateKey whole = new StateKey("m.test", "whole \ud83d\ude00 pair");
    List<StateKey> keys = List.of(usual, nul, other, broken, whole);
    // When
    assertThat(store().findStateKeys(List.of(nul, broken))).isEmpty();
    Map<StateKey, Long> numbers = store().internStateKeys(keys);
    // Then
    assertThat(numbers).containsOnlyKeys(keys);
    assertThat(numbers.values()).doesNotHaveDuplicates().allMatch(nid -> nid > 0);
    assertThat(store().internStateKeys(keys)).isEqualTo(numbers);
    assertThat(store().findStateKeys(keys)).isEqualTo(numbers);
    Map<Long, StateKey> back = store().stateKeys(numbers.values());
    numbers.forEach((key, nid) -> assertThat(back.get(nid)).isEqualTo(key));
  }

  @Test
  void aRootIsFoundByItsDigestInItsRoomOnly() {
    // Given
    SampleRoom room = storedRoom();
    SampleRoom other = storedRoom();
    Digest digest = room.trie().digest(room.current());
    // When
    store().rememberStateRoot(room.ref().nid(), digest, room.current().nid());
    store().rememberStateRoot(room.ref().nid(), digest, room.current().nid());
    // Then
    assertThat(store().stateRoot(room.ref().nid(), digest)).contains(room.current().nid());
    assertThat(store().stateRoot(other.ref().nid(), digest)).isEmpty();
  }

  @Test
  void nodesBelongToTheirRoom() {
    // Given
    SampleRoom room = storedRoom();
    SampleRoom other = storedRoom();
    List<Long> root = List.of(room.current().nid());
    // When, then
    assertThat(store().stateNodes(room.ref().nid(), root)).containsOnlyKeys(root);
    assertThat(store().stateNodes(other.ref().nid(), root)).isEmpty();
  }

  @Test
  void theRevisionAndTheSecretDoNotChange() {
    assertThat(store().revision()).isNotBlank().isEqualTo(store().revision());
    assertThat(store().placementKey()).isEqualTo(store().placementKey());
  }

  @Test
  void whatIsReadOfSeveralRoomsAtOnceIsWhatEachOfThemHas() {
    // Given
    SampleRoom one = storedRoom().message("a").state("m.room.topic", "", topic("x")).message("b");
    SampleRoom two = storedRoom().message("c").message("rejected", EventStatus.REJECTED);
    one.store();
    two.store();
    List<StoredEvent> first = all(one);
    List<StoredEvent> second = all(two);
    long nid = first.getFirst().roomNid();
    long other = second.getFirst().roomNid();
    long end = store().eventPosition().number();
    // When
    Map<Long, Long> roots = store().currentRoots(List.of(nid, other, 999_999_999L));
    List<StoredEvent> newest =
        store().newest(List.of(new TimelineSpan(nid, 0, end), new TimelineSpan(other, 0, end)), 2);
    List<StoredEvent> changes =
        store().stateChanges(List.of(nid, other), new Position(1, 0), store().eventPosition());
    Map<Long, Map<Long, byte[]>> nodes =
        store()
            .stateNodes(Map.of(nid, List.of(roots.get(nid)), other, List.of(roots.get(other), 0L)));
    // Then
    assertThat(roots)
        .isEqualTo(Map.of(nid, first.getLast().rootAfter(), other, second.getLast().rootAfter()));
    assertThat(newest.stream().filter(event -> event.roomNid() == nid))
        .isEqualTo(first.reversed().subList(0, 2));
    assertThat(newest.stream().filter(event -> event.roomNid() == other))
        .isEqualTo(second.reversed().subList(0, 2));
    assertThat(changes)
        .extracting(event -> event.event().id())
        .containsExactlyInAnyOrderElementsOf(
            java.util.stream.Stream.of(nid, other)
                .flatMap(room -> state(room, roots.get(room)).values().stream())
                .toList());
    assertThat(nodes.get(nid)).containsOnlyKeys(roots.get(nid));
    assertThat(nodes.get(other)).containsOnlyKeys(roots.get(other));
    assertThat(store().newest(List.of(), 1)).isEmpty();
    assertThat(store().stateNodes(Map.<Long, List<Long>>of())).isEmpty();
  }

  /// A stored state, read anew.
  protected final Map<StateKey, EventId> state(long roomNid, long rootNid) {
    StateTrie trie =
        new StateTrie(store().placementKey(), nids -> store().stateNodes(roomNid, nids));
    Map<Long, Long> entries = new HashMap<>();
    trie.forEach(StateRoot.stored(rootNid), (key, ref) -> entries.put(key, ref.nid()));
    Map<Long, StateKey> keys = store().stateKeys(entries.keySet());
    Map<Long, StoredEvent> events = store().eventsByNid(entries.values());
    Map<StateKey, EventId> state = new HashMap<>();
    entries.forEach((key, nid) -> state.put(keys.get(key), events.get(nid).event().id()));
    return state;
  }

  protected static Map<StateKey, EventId> ids(Map<StateKey, Event> state) {
    Map<StateKey, EventId> ids = new HashMap<>();
    state.forEach((key, event) -> ids.put(key, event.id()));
    return ids;
  }

  private List<Event> pages(
      SampleRoom room, TimelineOrder order, TimelinePoint start, boolean backward) {
    List<Event> found = new ArrayList<>();
    TimelinePoint from = start;
    while (true) {
      List<StoredEvent> page =
          store().timeline(new TimelineQuery(room.ref().nid(), order, from, null, backward, 7));
      page.forEach(event -> found.add(event.event()));
      if (page.size() < 7) {
        return found;
      }
      TimelinePoint last = point(page.getLast());
      from = backward ? new TimelinePoint(last.depth(), last.number() - 1) : last;
    }
  }

  private RoomSummary summary(SampleRoom room) {
    return store().summaries(List.of(room.ref().nid())).get(room.ref().nid());
  }

  private static TimelinePoint point(StoredEvent event) {
    return new TimelinePoint(event.event().depth(), event.position().number());
  }

  final long nid(SampleRoom room, int fromEnd) {
    List<StoredEvent> events = all(room);
    return events.get(events.size() + fromEnd).nid();
  }

  private static long nid(List<StoredEvent> events, int at) {
    return events.get(at).nid();
  }

  protected static JsonObject topic(String text) {
    return JsonObject.builder().put("topic", text).build();
  }
}
