package org.ashlar.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [EventStore] does with rooms whose state is not known in full.
public abstract class PartialContract extends GraphContract {
  private static final ServerName SERVER = new ServerName("far.example");
  private static final StateKey BOB = StateKey.member(SampleRoom.BOB);

  @Test
  void aRoomIsPartialFromTheAppendOnThatSaysSo() {
    // Given
    SampleRoom room = storedRoom();
    // When
    Partial partial = new Partial(room);
    // Then
    assertThat(head(room).partial())
        .isEqualTo(new PartialRoom(partial.join.ref.nid(), List.of(SERVER)));
    assertThat(store().partialEvents(nid(room), 10))
        .extracting(StoredEvent::nid)
        .containsExactly(partial.join.ref.nid());
    assertThat(all(room)).extracting(StoredEvent::event).endsWith(partial.join.event);
    assertThat(partial.begin(partial.message(EventStatus.PARTIAL_STATE)))
        .isInstanceOf(AppendResult.Failed.class);
  }

  @Test
  void onlyAPartialRoomHasPartialEvents() {
    // Given
    SampleRoom room = storedRoom();
    Event event = room.sign("m.room.message", null, SampleRoom.text("early"));
    Made made = new Made(event, EventRef.unstored(), EventStatus.PARTIAL_STATE);
    // When
    AppendResult result = add(room, made, null);
    // Then
    assertThat(result).isInstanceOf(AppendResult.Failed.class);
    assertThat(store().events(List.of(event.id()))).isEmpty();
    assertThat(room.message("goes on").store()).isInstanceOf(AppendResult.Stored.class);
  }

  @Test
  void replacedEventsHaveTheRightStatesAndTheRoomIsFullAfterTheLast() {
    // Given
    SampleRoom room = storedRoom();
    Partial partial = new Partial(room);
    Made message = partial.add(EventStatus.PARTIAL_STATE);
    StateRoot full = partial.withBob();
    Position before = store().eventPosition();
    Position completions = store().completionPosition();
    // When
    AppendResult first = partial.replace(full, false, accepted(partial.join, full));
    List<StoredEvent> left = store().partialEvents(nid(room), 10);
    @Nullable PartialRoom meanwhile = head(room).partial();
    AppendResult last = partial.replace(full, true, accepted(message, full));
    // Then
    assertThat(left).extracting(StoredEvent::nid).containsExactly(message.ref.nid());
    assertThat(meanwhile).isNotNull();
    assertThat(head(room).partial()).isNull();
    assertThat(store().partialEvents(nid(room), 10)).isEmpty();
    assertThat(head(room).current().nid()).isEqualTo(full.nid()).isPositive();
    assertThat(head(room).extremities().getFirst().after().nid()).isEqualTo(full.nid());
    StoredEvent replaced = stored(message.event);
    assertThat(replaced.status()).isEqualTo(EventStatus.ACCEPTED);
    assertThat(List.of(replaced.rootBefore(), replaced.rootAfter())).containsOnly(full.nid());
    assertThat(replaced.position()).isLessThanOrEqualTo(before);
    Position place = stored(first).first();
    assertThat(place.number()).isEqualTo(before.number() + 1);
    assertThat(store().stateChanges(nid(room), before, place))
        .extracting(event -> event.event().key())
        .containsExactly(BOB);
    assertThat(store().members(nid(room), List.of(SampleRoom.BOB)))
        .singleElement()
        .satisfies(row -> assertThat(row.membership()).isEqualTo("join"))
        .satisfies(row -> assertThat(row.position()).isEqualTo(place));
    assertThat(store().summaries(List.of(nid(room))).get(nid(room)).joined()).isEqualTo(2);
    Position completed = stored(last).completed();
    assertThat(completed).isEqualTo(new Position(1, completions.number() + 1));
    assertThat(store().completionPosition()).isEqualTo(completed);
    assertThat(store().completions(completions, completed, 10))
        .containsExactly(new CompletedRoom(nid(room), completed, stored(last).first()));
    assertThat(stored(first).completed()).isNull();
  }

  @Test
  void anEventIsReplacedOnce() {
    // Given
    SampleRoom room = storedRoom();
    Partial partial = new Partial(room);
    partial.add(EventStatus.PARTIAL_STATE);
    StateRoot full = partial.withBob();
    stored(partial.replace(full, false, accepted(partial.join, full)));
    StoredEvent before = stored(partial.join.event);
    // When
    AppendResult again =
        partial.replace(
            room.current(),
            false,
            new Replacement(partial.join.stored(), full, full, EventStatus.REJECTED, false));
    // Then
    assertThat(again).isInstanceOf(AppendResult.Failed.class);
    assertThat(stored(partial.join.event)).isEqualTo(before);
    assertThat(head(room).current().nid()).isEqualTo(full.nid());
  }

  @Test
  void aRoomWithPartialEventsIsNotFull() {
    // Given
    SampleRoom room = storedRoom();
    Partial partial = new Partial(room);
    Made left = partial.add(EventStatus.PARTIAL_REJECTED);
    StateRoot full = partial.withBob();
    Position completions = store().completionPosition();
    // When
    AppendResult early = partial.replace(full, true, accepted(partial.join, full));
    List<StoredEvent> partialEvents = store().partialEvents(nid(room), 10);
    // Then
    assertThat(early).isInstanceOf(AppendResult.Failed.class);
    assertThat(partialEvents)
        .extracting(StoredEvent::nid)
        .containsExactly(partial.join.ref.nid(), left.ref.nid());
    assertThat(store().completionPosition()).isEqualTo(completions);
    StateRoot again = partial.withBob();
    stored(
        partial.replace(
            again,
            true,
            accepted(partial.join, again),
            new Replacement(left.stored(), again, again, EventStatus.REJECTED, false)));
    assertThat(partial.replace(again, true)).isInstanceOf(AppendResult.Failed.class);
    assertThat(store().completionPosition().number()).isEqualTo(completions.number() + 1);
  }

  @Test
  void whatIsShownFromNowOnGetsANewPlaceAndWhatIsNotDisappears() {
    // Given
    SampleRoom room = storedRoom();
    Partial partial = new Partial(room);
    Made shown = partial.add(EventStatus.PARTIAL_STATE);
    Made hidden = partial.add(EventStatus.PARTIAL_REJECTED);
    StateRoot full = partial.withBob();
    Position before = store().eventPosition();
    List<Event> timeline = all(room).stream().map(StoredEvent::event).toList();
    // When
    partial.ends = List.of(hidden.ref);
    AppendResult result =
        partial.replace(
            full,
            true,
            accepted(partial.join, full),
            new Replacement(shown.stored(), full, full, EventStatus.REJECTED, false),
            new Replacement(hidden.stored(), full, full, EventStatus.ACCEPTED, true));
    // Then
    Position last = stored(result).last();
    assertThat(timeline).contains(shown.event).doesNotContain(hidden.event);
    assertThat(all(room))
        .extracting(StoredEvent::event)
        .endsWith(partial.join.event, hidden.event)
        .doesNotContain(shown.event);
    assertThat(last.number()).isEqualTo(before.number() + 2);
    assertThat(stored(hidden.event).position()).isEqualTo(last);
    assertThat(store().stream(before, last, 10))
        .extracting(StoredEvent::event)
        .containsExactly(hidden.event);
    assertThat(store().extremitiesAt(nid(room), last)).containsExactly(hidden.ref.nid());
    assertThat(store().eventPosition()).isEqualTo(last);
    assertThat(store().placed(nid(room), before.number() - 1, 10))
        .extracting(StoredEvent::event)
        .containsExactly(hidden.event);
  }

  @Test
  void relationsFollowWhatIsShown() {
    // Given
    SampleRoom room = storedRoom();
    Partial partial = new Partial(room);
    Relation relation = new Relation(partial.join.event.id(), "m.reference", null);
    Made shown = partial.add(EventStatus.PARTIAL_STATE, relation);
    Made hidden = partial.add(EventStatus.PARTIAL_REJECTED, relation);
    StateRoot full = partial.withBob();
    List<Event> before = related(room, relation);
    // When
    stored(
        partial.replace(
            full,
            true,
            accepted(partial.join, full),
            new Replacement(shown.stored(), full, full, EventStatus.SOFT_FAILED, false),
            new Replacement(hidden.stored(), full, full, EventStatus.ACCEPTED, true)));
    // Then
    assertThat(before).containsExactly(shown.event);
    assertThat(related(room, relation)).containsExactly(hidden.event);
  }

  private List<Event> related(SampleRoom room, Relation relation) {
    TimelineQuery page =
        new TimelineQuery(
            nid(room), TimelineOrder.TOPOLOGICAL, TimelinePoint.START, null, false, 10);
    return store().relations(new RelationQuery(page, relation.target(), null, null, 1)).stream()
        .map(StoredEvent::event)
        .toList();
  }

  private record Made(Event event, EventRef ref, EventStatus status) {
    EventRef stored() {
      return EventRef.stored(ref.nid());
    }
  }

  private static Replacement accepted(Made made, StateRoot full) {
    return new Replacement(made.stored(), full, full, EventStatus.ACCEPTED, false);
  }

  /// A room that became partial by a message, which stands for the join.
  private final class Partial {
    private final SampleRoom room;
    private final Made join;
    private List<EventRef> ends = new ArrayList<>();
    private @Nullable Event bob;
    private boolean told;

    Partial(SampleRoom room) {
      this.room = room;
      this.join = message(EventStatus.PARTIAL_STATE);
      stored(begin(join));
      ends.add(join.ref);
    }

    Made message(EventStatus status) {
      Event event = room.sign("m.room.message", null, SampleRoom.text("as " + status));
      return new Made(event, EventRef.unstored(), status);
    }

    AppendResult begin(Made made) {
      return PartialContract.this.add(
          room, made, new PartialChange.Begin(made.ref, List.of(SERVER)));
    }

    Made add(EventStatus status) {
      return add(status, null);
    }

    Made add(EventStatus status, @Nullable Relation relation) {
      Made made = message(status);
      if (status.isShown()) {
        ends = List.of(made.ref);
      }
      stored(PartialContract.this.add(room, made, null, relation, ends));
      return made;
    }

    /// The state with a member of whom nothing was known.
    StateRoot withBob() {
      EventRef ref = EventRef.unstored();
      if (bob == null) {
        JsonObject content = JsonObject.builder().put("membership", "join").build();
        bob = room.sign(EventTypes.MEMBER, SampleRoom.BOB.value(), content);
        StateRoot empty = StateRoot.empty();
        NewEvent outlier =
            new NewEvent(bob, ref, empty, empty, EventStatus.OUTLIER, null, Mentions.NONE);
        stored(
            store()
                .append(
                    List.of(
                        new Append(
                            room.ref(),
                            List.of(outlier),
                            List.of(),
                            room.current(),
                            ends,
                            null,
                            0)))
                .getFirst());
      }
      return room.trie().with(room.current(), key(), EventRef.stored(stored(bob).nid()));
    }

    AppendResult replace(StateRoot current, boolean last, Replacement... events) {
      List<StateDelta> deltas = new ArrayList<>();
      Event member = bob;
      if (!told && member != null) {
        EventRef ref = EventRef.stored(stored(member).nid());
        deltas.add(new StateDelta(BOB, key(), ref, member, null));
      }
      AppendResult result =
          store()
              .append(
                  List.of(
                      new Append(
                          room.ref(),
                          List.of(),
                          deltas,
                          current,
                          ends,
                          null,
                          0,
                          List.of(),
                          GapChanges.NONE,
                          new PartialChange.Replace(List.of(events), last))))
              .getFirst();
      told |= result instanceof AppendResult.Stored;
      return result;
    }

    private long key() {
      return store().internStateKeys(List.of(BOB)).get(BOB);
    }
  }

  private AppendResult add(SampleRoom room, Made made, @Nullable PartialChange change) {
    return add(room, made, change, null, List.of(made.ref));
  }

  private AppendResult add(
      SampleRoom room,
      Made made,
      @Nullable PartialChange change,
      @Nullable Relation relation,
      List<EventRef> ends) {
    NewEvent event =
        new NewEvent(
            made.event,
            made.ref,
            room.current(),
            room.current(),
            made.status,
            relation,
            Mentions.NONE);
    return store()
        .append(
            List.of(
                new Append(
                    room.ref(),
                    List.of(event),
                    List.of(),
                    room.current(),
                    ends,
                    null,
                    0,
                    List.of(),
                    GapChanges.NONE,
                    change)))
        .getFirst();
  }

  private StoredEvent stored(Event event) {
    return store().events(List.of(event.id())).get(event.id());
  }

  private RoomHead head(SampleRoom room) {
    return store().room(room.id()).orElseThrow();
  }

  private static long nid(SampleRoom room) {
    return room.ref().nid();
  }
}
