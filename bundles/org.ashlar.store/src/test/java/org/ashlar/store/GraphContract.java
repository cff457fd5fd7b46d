package org.ashlar.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.junit.jupiter.api.Test;

/// What every [EventStore] does with graphs that are no chains. The names bear the numbers of the
/// reference behaviour's tests; those that need a lane are in room.core's `GraphTest`.
public abstract class GraphContract extends EventStoreContract {
  @Test
  void e01AnOutlierGetsANewPlaceAndKeepsItsNumber() {
    // Given
    SampleRoom room = storedRoom();
    Event event = room.sign("m.room.topic", "", topic("known before"));
    EventRef ref = EventRef.unstored();
    stored(append(room, outlier(event, ref), GapChanges.NONE));
    StoredEvent outlier = stored(event);
    stored(room.message("later").store());
    Position before = store().eventPosition();
    // When
    Gap gap = new Gap(new EventId("$missing"), true);
    stored(
        append(
            room,
            placed(room, event, EventRef.stored(outlier.nid())),
            new GapChanges(List.of(gap), List.of(event.id()))));
    // Then
    StoredEvent placed = stored(event);
    assertThat(outlier.position()).isNull();
    assertThat(outlier.rootAfter()).isZero();
    assertThat(placed.nid()).isEqualTo(outlier.nid());
    assertThat(placed.position()).isEqualTo(new Position(1, before.number() + 1));
    assertThat(placed.status()).isEqualTo(EventStatus.ACCEPTED);
    assertThat(placed.rootAfter()).isPositive();
    assertThat(placed.event().bytes()).isEqualTo(event.bytes());
    assertThat(store().stream(before, store().eventPosition(), 10))
        .extracting(StoredEvent::nid)
        .containsExactly(outlier.nid());
    assertThat(head(room).gaps()).containsExactly(gap);
  }

  @Test
  void e03ANumberedEventThatIsNoOutlierGetsNoOtherPlace() {
    // Given
    SampleRoom room = storedRoom();
    StoredEvent first = all(room).getLast();
    // When
    AppendResult again =
        append(room, placed(room, first.event(), EventRef.stored(first.nid())), GapChanges.NONE);
    // Then
    assertThat(again).isInstanceOf(AppendResult.Failed.class);
    assertThat(stored(first.event())).isEqualTo(first);
  }

  @Test
  void e04AnOutlierAndItsPlaceInOneBatchAreOneRow() {
    // Given
    SampleRoom room = storedRoom();
    Event event = room.sign("m.room.topic", "", topic("both"));
    EventRef ref = EventRef.unstored();
    // When
    List<AppendResult> results =
        store()
            .append(
                List.of(
                    make(room, outlier(event, ref), GapChanges.NONE),
                    make(room, placed(room, event, ref), GapChanges.NONE)));
    // Then
    assertThat(results).allMatch(AppendResult.Stored.class::isInstance);
    assertThat(stored(event).status()).isEqualTo(EventStatus.ACCEPTED);
    assertThat(all(room)).extracting(StoredEvent::event).endsWith(event);
    assertThat(all(room)).hasSize(3);
  }

  @Test
  void e06TheMinimalDepthIsThatOfAcceptedEventsWithAPlace() {
    // Given
    SampleRoom room = room();
    assertThat(store().minDepth(987_654_321)).isEmpty();
    // When
    stored(room.store());
    long created = store().minDepth(room.ref().nid()).orElseThrow();
    stored(room.message("third").message("fourth").store());
    Event outlier = deep(room, 0);
    stored(append(room, outlier(outlier, EventRef.unstored()), GapChanges.NONE));
    long withOutlier = store().minDepth(room.ref().nid()).orElseThrow();
    stored(append(room, backfilled(room, deep(room, 0), EventStatus.REJECTED), GapChanges.NONE));
    long withRejected = store().minDepth(room.ref().nid()).orElseThrow();
    stored(append(room, backfilled(room, deep(room, 0), EventStatus.ACCEPTED), GapChanges.NONE));
    stored(room.message("a ninth").store());
    // Then
    assertThat(List.of(created, withOutlier, withRejected)).containsOnly(1L);
    assertThat(store().minDepth(room.ref().nid())).hasValue(0);
  }

  @Test
  void historyIsPlacedBeforeWhatIsThereAndIsNoNews() {
    // Given
    SampleRoom room = storedRoom();
    Position before = store().eventPosition();
    RoomHead head = head(room);
    // When
    Event newer = deep(room, 0);
    Event older = deep(room, 0);
    stored(append(room, backfilled(room, newer, EventStatus.ACCEPTED), GapChanges.NONE));
    stored(append(room, backfilled(room, older, EventStatus.ACCEPTED), GapChanges.NONE));
    // Then
    assertThat(stored(older).position().number())
        .isNegative()
        .isEqualTo(stored(newer).position().number() - 1);
    assertThat(store().eventPosition()).isEqualTo(before);
    assertThat(head(room).extremities())
        .extracting(Extremity::id)
        .containsExactly(head.extremities().getFirst().id());
    assertThat(store().summaries(List.of(room.ref().nid())).get(room.ref().nid()).lastBump())
        .isEqualTo(before.number());
    assertThat(all(room)).extracting(StoredEvent::event).startsWith(older, newer);
  }

  @Test
  void anOutlierDoesNotTakeTheRoomBackWithinABatch() {
    // Given
    SampleRoom room = storedRoom();
    Append message = room.message("news").append();
    Event event = room.sign("m.room.topic", "", topic("known only"));
    Append outlier = make(room, outlier(event, EventRef.unstored()), GapChanges.NONE);
    // When
    List<AppendResult> results = store().append(List.of(message, outlier));
    // Then
    assertThat(store().summaries(List.of(room.ref().nid())).get(room.ref().nid()).lastBump())
        .isEqualTo(stored(results.getFirst()).last().number());
  }

  @Test
  void e07TheExtremitiesOfAPositionAreThoseAfterItsEvent() {
    // Given
    SampleRoom room = storedRoom();
    Extremity base = room.extremities().getFirst();
    EventRef left = EventRef.unstored();
    EventRef right = EventRef.unstored();
    Event leftEvent = room.sign("m.room.message", null, SampleRoom.text("left"));
    Event rightEvent = room.sign("m.room.message", null, SampleRoom.text("right"));
    // When
    Position start = store().eventPosition();
    stored(fork(room, new NewEventOn(leftEvent, left, base.after()), List.of(left)));
    stored(fork(room, new NewEventOn(rightEvent, right, base.after()), List.of(left, right)));
    EventRef joint = EventRef.unstored();
    Event jointEvent = room.sign("m.room.message", null, SampleRoom.text("joint"));
    stored(fork(room, new NewEventOn(jointEvent, joint, base.after()), List.of(joint)));
    // Then
    long roomNid = room.ref().nid();
    assertThat(store().extremitiesAt(roomNid, new Position(1, 0))).isEmpty();
    assertThat(store().extremitiesAt(roomNid, start)).containsExactly(base.ref().nid());
    assertThat(store().extremitiesAt(roomNid, at(start, 1))).containsExactly(left.nid());
    assertThat(store().extremitiesAt(roomNid, at(start, 2)))
        .containsExactly(left.nid(), right.nid());
    assertThat(store().extremitiesAt(roomNid, at(start, 3))).containsExactly(joint.nid());
    assertThat(head(room).extremities())
        .extracting(extremity -> extremity.ref().nid())
        .containsExactly(joint.nid());
  }

  @Test
  void e09GapsAreOpenedCoveredAndClosed() {
    // Given
    SampleRoom room = storedRoom();
    EventId first = new EventId("$first");
    EventId second = new EventId("$second");
    NewEvent message = placed(room, room.sign("m.room.message", null, SampleRoom.text("a")));
    NewEvent next = placed(room, room.sign("m.room.message", null, SampleRoom.text("b")));
    NewEvent last = placed(room, room.sign("m.room.message", null, SampleRoom.text("c")));
    // When
    stored(
        append(
            room,
            message,
            new GapChanges(List.of(new Gap(first, false), new Gap(second, true)), List.of())));
    List<Gap> opened = head(room).gaps();
    stored(append(room, next, new GapChanges(List.of(new Gap(first, true)), List.of(second))));
    List<Gap> covered = head(room).gaps();
    stored(
        append(
            room,
            placed(room, room.sign("m.room.message", null, SampleRoom.text("d"))),
            new GapChanges(List.of(new Gap(first, false)), List.of(first))));
    List<Gap> again = head(room).gaps();
    stored(append(room, last, new GapChanges(List.of(), List.of(first))));
    // Then
    assertThat(opened).containsExactlyInAnyOrder(new Gap(first, false), new Gap(second, true));
    assertThat(covered).containsExactly(new Gap(first, true));
    assertThat(again).containsExactly(new Gap(first, false));
    assertThat(head(room).gaps()).isEmpty();
  }

  @Test
  void e12StatesAfterAHundredChangesAreReadInFewHopsAndEqualThePlainMap() {
    // Given
    SampleRoom room = storedRoom();
    int most = 0;
    // When
    for (int i = 0; i < 101; i++) {
      stored(room.state("org.example." + i % 7, "k" + i % 31, topic("t" + i)).store());
    }
    // Then
    Map<StateKey, EventId> model = new HashMap<>();
    for (StoredEvent event : all(room)) {
      model.put(event.event().key(), event.event().id());
      List<Integer> hops = new ArrayList<>();
      assertThat(state(event.roomNid(), event.rootAfter())).isEqualTo(model);
      new org.ashlar.state.StateTrie(
              store().placementKey(),
              nodes -> {
                hops.add(nodes.size());
                return store().stateNodes(event.roomNid(), nodes);
              })
          .forEach(StateRoot.stored(event.rootAfter()), (key, ref) -> {});
      most = Math.max(most, hops.size());
    }
    assertThat(most).isBetween(1, 3);
  }

  private record NewEventOn(Event event, EventRef ref, StateRoot state) {}

  private AppendResult fork(SampleRoom room, NewEventOn made, List<EventRef> extremities) {
    NewEvent event =
        new NewEvent(
            made.event,
            made.ref,
            made.state,
            made.state,
            EventStatus.ACCEPTED,
            null,
            Mentions.NONE);
    return store()
        .append(
            List.of(
                new Append(
                    room.ref(), List.of(event), List.of(), room.current(), extremities, null, 0)))
        .getFirst();
  }

  private NewEvent outlier(Event event, EventRef ref) {
    return new NewEvent(
        event, ref, StateRoot.empty(), StateRoot.empty(), EventStatus.OUTLIER, null, Mentions.NONE);
  }

  private NewEvent placed(SampleRoom room, Event event) {
    return new NewEvent(
        event,
        EventRef.unstored(),
        room.current(),
        room.current(),
        EventStatus.ACCEPTED,
        null,
        Mentions.NONE);
  }

  private NewEvent placed(SampleRoom room, Event event, EventRef ref) {
    return new NewEvent(
        event,
        ref,
        room.current(),
        room.current(),
        EventStatus.ACCEPTED,
        null,
        Mentions.NONE,
        new Arrival(false, true));
  }

  private NewEvent backfilled(SampleRoom room, Event event, EventStatus status) {
    return new NewEvent(
        event,
        EventRef.unstored(),
        room.current(),
        room.current(),
        status,
        null,
        Mentions.NONE,
        new Arrival(true, false));
  }

  /// An event of any depth.
  private static Event deep(SampleRoom room, long depth) {
    Event made = room.sign("m.room.message", null, SampleRoom.text("at " + depth));
    JsonObject pdu = made.pdu().with("depth", new org.ashlar.base.json.JsonInteger(depth));
    return Event.receive(pdu, made.version());
  }

  private Append make(SampleRoom room, NewEvent event, GapChanges gaps) {
    List<EventRef> extremities = room.extremities().stream().map(Extremity::ref).toList();
    return new Append(
        room.ref(),
        List.of(event),
        List.of(),
        room.current(),
        extremities,
        null,
        0,
        List.of(),
        gaps);
  }

  private AppendResult append(SampleRoom room, NewEvent event, GapChanges gaps) {
    return store().append(List.of(make(room, event, gaps))).getFirst();
  }

  private StoredEvent stored(Event event) {
    return store().events(List.of(event.id())).get(event.id());
  }

  private RoomHead head(SampleRoom room) {
    return store().room(room.id()).orElseThrow();
  }

  private static Position at(Position start, long further) {
    return new Position(start.writer(), start.number() + further);
  }
}
