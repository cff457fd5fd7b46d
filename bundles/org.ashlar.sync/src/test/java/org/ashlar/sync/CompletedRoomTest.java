package org.ashlar.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.EventStatus;
import org.ashlar.store.EventStore;
import org.ashlar.store.GapChanges;
import org.ashlar.store.Mentions;
import org.ashlar.store.NewEvent;
import org.ashlar.store.PartialChange;
import org.ashlar.store.Position;
import org.ashlar.store.Replacement;
import org.ashlar.store.SampleRoom;
import org.ashlar.store.StateDelta;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.SyncRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A room of which Bob, a member, became known with its whole state.
class CompletedRoomTest {
  private static final StateKey BOB = StateKey.member(SampleRoom.BOB);
  private static final String LAZY = "{\"room\":{\"state\":{\"lazy_load_members\":true}}}";

  private final SyncHouse house = new SyncHouse();
  private final EventStore store = house.rooms.store();
  private SampleRoom room;

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void whoBecameKnownIsTold() {
    // Given
    Event first = makePartial();
    String since = next(answer(null, ""));
    // When
    complete(first);
    JsonObject answer = answer(since, "");
    // Then
    assertThat(state(answer)).contains(SampleRoom.BOB.value());
    assertThat(state(answer(next(answer), ""))).isEmpty();
  }

  @Test
  void whoLoadsMembersLazilyIsToldNothingThatIsNotNeeded() {
    // Given
    Event first = makePartial();
    String since = next(answer(null, LAZY));
    // When
    complete(first);
    JsonObject answer = answer(since, LAZY);
    // Then
    assertThat(state(answer)).doesNotContain("\"state_key\":\"" + SampleRoom.BOB);
    assertThat(answer.toString()).contains("\"m.joined_member_count\":8");
  }

  private Event makePartial() {
    room = SampleRoom.create(store, "partial");
    for (int i = 0; i < 6; i++) {
      room.member(new UserId("@known" + i + ":far.example"), "join");
    }
    assertThat(room.store()).isInstanceOf(AppendResult.Stored.class);
    Event event = room.sign("m.room.message", null, SampleRoom.text("a join, say"));
    EventRef ref = EventRef.unstored();
    StateRoot state = room.current();
    NewEvent made =
        new NewEvent(event, ref, state, state, EventStatus.PARTIAL_STATE, null, Mentions.NONE);
    append(
        List.of(made),
        List.of(),
        state,
        ref,
        new PartialChange.Begin(ref, List.of(new ServerName("far.example"))));
    room.goOn(event, ref, state);
    return event;
  }

  private void complete(Event first) {
    JsonObject content = JsonObject.builder().put("membership", "join").build();
    Event member = room.sign(EventTypes.MEMBER, SampleRoom.BOB.value(), content);
    EventRef ref = EventRef.unstored();
    EventRef end = EventRef.stored(store.events(List.of(first.id())).get(first.id()).nid());
    StateRoot empty = StateRoot.empty();
    NewEvent outlier =
        new NewEvent(member, ref, empty, empty, EventStatus.OUTLIER, null, Mentions.NONE);
    append(List.of(outlier), List.of(), room.current(), end, null);
    long key = store.internStateKeys(List.of(BOB)).get(BOB);
    StateRoot full = room.trie().with(room.current(), key, ref);
    Position completed =
        append(
                List.of(),
                List.of(new StateDelta(BOB, key, ref, member, null)),
                full,
                end,
                new PartialChange.Replace(
                    List.of(new Replacement(end, full, full, EventStatus.ACCEPTED, false)), true))
            .completed();
    Set<String> keys = Set.of(StreamHub.roomKey(room.id()));
    house.hub.changed(Stream.COMPLETED_ROOMS, completed, keys);
  }

  private AppendResult.Stored append(
      List<NewEvent> events,
      List<StateDelta> deltas,
      StateRoot current,
      EventRef end,
      PartialChange change) {
    Append append =
        new Append(
            room.ref(),
            events,
            deltas,
            current,
            List.of(end),
            null,
            0,
            List.of(),
            GapChanges.NONE,
            change);
    AppendResult.Stored stored = (AppendResult.Stored) store.append(List.of(append)).getFirst();
    house.hub.changed(Stream.EVENTS, store.eventPosition(), Set.of(StreamHub.roomKey(room.id())));
    return stored;
  }

  private JsonObject answer(String since, String filter) {
    return house.answer(
        new SyncRequest(SampleRoom.ALICE, "D", false, since, filter, false, false, false, null));
  }

  private static String next(JsonObject answer) {
    return answer.string("next_batch").orElseThrow();
  }

  private String state(JsonObject answer) {
    return answer
        .object("rooms")
        .flatMap(rooms -> rooms.object("join"))
        .flatMap(joined -> joined.object(room.id().value()))
        .flatMap(found -> found.object("state"))
        .map(JsonObject::toString)
        .orElse("");
  }
}
