package org.ashlar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.state.EventRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [EventStore] tells of relations between events and of their times. Each test makes
/// rooms of its own.
public abstract class RelationContract extends PublishedContract {
  private int rooms;

  /// The store under test, ready to append.
  @Override
  protected abstract EventStore store();

  @Test
  void relatedEventsArePagedBothWays() {
    // Given
    SampleRoom room = storedRoom();
    Event root = message(room, null, null);
    List<Event> replies = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      message(room, null, null);
      replies.add(message(room, root, "m.thread"));
    }
    message(room, root, "m.reference");
    store(room);
    // When
    List<Event> back = pages(room, root, "m.thread", true);
    List<Event> forth = pages(room, root, "m.thread", false);
    // Then
    assertThat(forth).isEqualTo(replies);
    assertThat(back).isEqualTo(replies.reversed());
    assertThat(pages(room, root, null, true)).hasSize(13);
    assertThat(relations(room, root, "m.thread", "m.room.message", 1)).hasSize(12);
    assertThat(relations(room, root, "m.thread", "m.reaction", 1)).isEmpty();
    assertThat(relations(room, root, "m.replace", null, 1)).isEmpty();
  }

  @Test
  void indirectRelationsAreFollowedAsFarAsAsked() {
    // Given
    SampleRoom room = storedRoom();
    Event root = message(room, null, null);
    Event first = message(room, root, "m.thread");
    Event second = message(room, first, "m.reference");
    Event third = message(room, second, "m.thread");
    Event fourth = message(room, third, "m.reference");
    Event alsoFirst = message(room, root, "m.reference");
    store(room);
    // When, then
    assertThat(relations(room, root, null, null, 1)).containsExactly(alsoFirst, first);
    assertThat(relations(room, root, null, null, 3))
        .containsExactly(alsoFirst, third, second, first);
    assertThat(relations(room, root, null, null, 4)).contains(fourth);
    assertThat(relations(room, root, "m.thread", null, 3)).containsExactly(first);
  }

  @Test
  void onlyShownEventsOfTheRoomRelate() {
    // Given
    SampleRoom room = storedRoom();
    SampleRoom other = storedRoom();
    Event root = message(room, null, null);
    Relation relation = new Relation(root.id(), "m.thread", null);
    for (EventStatus status :
        List.of(EventStatus.REJECTED, EventStatus.SOFT_FAILED, EventStatus.OUTLIER)) {
      Event hidden = room.sign("m.room.message", null, SampleRoom.text(status.name()));
      room.put(hidden, status, Mentions.NONE, relation);
    }
    Event shown = message(room, root, "m.thread");
    store(room);
    message(other, root, "m.thread");
    store(other);
    // When, then
    assertThat(relations(room, root, null, null, 1)).containsExactly(shown);
    assertThat(summaries(room, root, Set.of(), Long.MAX_VALUE))
        .containsExactly(new RelationSummary(root.id(), "m.thread", 1, true, List.of(nid(shown))));
    assertThat(threads(room, null, Set.of(), Long.MAX_VALUE)).containsExactly(root);
    assertThat(threads(other, null, Set.of(), Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void summariesTellHowManyAndTheNewest() {
    // Given
    SampleRoom room = storedRoom();
    Event root = message(room, null, null);
    List<Event> replies = new ArrayList<>();
    List<Event> references = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      replies.add(message(room, root, "m.thread"));
      references.add(message(room, root, "m.reference"));
    }
    Event edit = message(room, root, "m.replace");
    Event newer = message(room, root, "m.replace");
    message(room, root, "m.annotation");
    store(room);
    // When
    List<RelationSummary> found = summaries(room, root, Set.of(), Long.MAX_VALUE);
    // Then
    assertThat(found)
        .extracting(RelationSummary::type, RelationSummary::count, RelationSummary::newest)
        .containsExactlyInAnyOrder(
            tuple("m.thread", 7L, nids(replies.reversed().subList(0, 5))),
            tuple("m.reference", 7L, nids(references)),
            tuple("m.replace", 2L, nids(List.of(newer, edit))));
    long third = position(replies.get(2));
    assertThat(summaries(room, root, Set.of(), third))
        .extracting(RelationSummary::type, RelationSummary::count)
        .containsExactlyInAnyOrder(tuple("m.thread", 3L), tuple("m.reference", 2L));
    assertThat(summaries(room, root, Set.of(SampleRoom.ALICE), Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void onlyTheSenderReplacesAndOnlyByTheSameType() {
    // Given
    SampleRoom room = storedRoom();
    Event root = message(room, null, null);
    message(room, root, "m.replace");
    store(room);
    // When, then
    assertThat(
            store()
                .relationSummaries(query(room, root, SampleRoom.BOB, "m.room.message", Set.of())))
        .isEmpty();
    assertThat(
            store().relationSummaries(query(room, root, SampleRoom.ALICE, "m.sticker", Set.of())))
        .isEmpty();
    assertThat(
            store()
                .relationSummaries(query(room, root, SampleRoom.ALICE, "m.room.message", Set.of())))
        .hasSize(1);
    assertThat(
            store()
                .relationSummaries(new RelationSummaryQuery(List.of(), SampleRoom.ALICE, Set.of())))
        .isEmpty();
  }

  @Test
  void aRedactedEventRelatesToNothing() {
    // Given
    SampleRoom room = storedRoom();
    Event root = message(room, null, null);
    Event reply = message(room, root, "m.thread");
    EventRef ref = room.last();
    store(room);
    // When
    stored(room.redact(reply, ref, false).store());
    // Then
    assertThat(relations(room, root, null, null, 1)).isEmpty();
    assertThat(summaries(room, root, Set.of(), Long.MAX_VALUE)).isEmpty();
    assertThat(threads(room, null, Set.of(), Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void threadsAreInTheOrderOfTheirLastReplies() {
    // Given
    SampleRoom room = storedRoom();
    Event first = message(room, null, null);
    Event second = message(room, null, null);
    Event third = message(room, null, null);
    message(room, null, null);
    message(room, first, "m.thread");
    message(room, second, "m.thread");
    message(room, third, "m.reference");
    Event last = message(room, first, "m.thread");
    Relation unknown = new Relation(new EventId("$unknown"), "m.thread", null);
    room.message("to an unknown root", Mentions.NONE, unknown);
    store(room);
    // When, then
    assertThat(threads(room, null, Set.of(), Long.MAX_VALUE)).containsExactly(first, second);
    assertThat(threads(room, null, Set.of(), position(last) - 1)).containsExactly(second, first);
    assertThat(threads(room, SampleRoom.ALICE, Set.of(), Long.MAX_VALUE))
        .containsExactly(first, second);
    assertThat(threads(room, SampleRoom.BOB, Set.of(), Long.MAX_VALUE)).isEmpty();
    assertThat(threads(room, null, Set.of(SampleRoom.ALICE), Long.MAX_VALUE)).isEmpty();
    List<ThreadRow> page =
        store()
            .threads(
                new ThreadQuery(
                    room.ref().nid(),
                    new TimelinePoint(last.depth(), position(last) - 1),
                    null,
                    Set.of(),
                    Long.MAX_VALUE,
                    1));
    assertThat(page).extracting(ThreadRow::rootNid).containsExactly(nid(second));
  }

  @Test
  void eventsAreFoundByTheirTime() {
    // Given
    SampleRoom room = storedRoom();
    Event first = message(room, null, null);
    Event second = message(room, null, null);
    store(room);
    long nid = room.ref().nid();
    // When, then
    assertThat(store().closest(nid, second.originServerTs(), false, 3))
        .extracting(StoredEvent::event)
        .containsExactly(second);
    assertThat(store().closest(nid, second.originServerTs(), true, 2))
        .extracting(StoredEvent::event)
        .containsExactly(second, first);
    assertThat(store().closest(nid, second.originServerTs() + 1, false, 2)).isEmpty();
    assertThat(store().closest(nid, 0, true, 2)).isEmpty();
    assertThat(store().closest(nid, 0, false, 100))
        .extracting(StoredEvent::event)
        .isEqualTo(room.made());
  }

  /// A new room, not stored yet.
  protected final SampleRoom room() {
    return SampleRoom.create(store(), getClass().getSimpleName() + System.nanoTime() + rooms++);
  }

  /// A new room that is stored.
  protected final SampleRoom storedRoom() {
    SampleRoom room = room();
    stored(room.store());
    return room;
  }

  protected static AppendResult.Stored stored(AppendResult result) {
    assertThat(result).isInstanceOf(AppendResult.Stored.class);
    return (AppendResult.Stored) result;
  }

  /// A room's whole timeline in the order of arrival.
  protected final List<StoredEvent> all(SampleRoom room) {
    return store()
        .timeline(
            new TimelineQuery(
                room.ref().nid(), TimelineOrder.STREAM, TimelinePoint.START, null, false, 1_000));
  }

  private Event message(SampleRoom room, @Nullable Event target, @Nullable String type) {
    Relation relation =
        target == null || type == null ? null : new Relation(target.id(), type, null);
    room.message("message", Mentions.NONE, relation);
    return room.made().getLast();
  }

  private static void store(SampleRoom room) {
    stored(room.store());
  }

  private List<Event> relations(
      SampleRoom room,
      Event target,
      @Nullable String relType,
      @Nullable String eventType,
      int levels) {
    TimelineQuery page =
        new TimelineQuery(
            room.ref().nid(), TimelineOrder.TOPOLOGICAL, TimelinePoint.END, null, true, 100);
    RelationQuery query = new RelationQuery(page, target.id(), relType, eventType, levels);
    return store().relations(query).stream().map(StoredEvent::event).toList();
  }

  private List<Event> pages(
      SampleRoom room, Event target, @Nullable String relType, boolean backward) {
    List<Event> found = new ArrayList<>();
    TimelinePoint from = backward ? TimelinePoint.END : TimelinePoint.START;
    List<StoredEvent> page;
    do {
      TimelineQuery part =
          new TimelineQuery(room.ref().nid(), TimelineOrder.TOPOLOGICAL, from, null, backward, 5);
      page = store().relations(new RelationQuery(part, target.id(), relType, null, 1));
      page.forEach(event -> found.add(event.event()));
      if (!page.isEmpty()) {
        StoredEvent last = page.getLast();
        long number = last.position().number();
        from = new TimelinePoint(last.event().depth(), backward ? number - 1 : number);
      }
    } while (page.size() == 5);
    return found;
  }

  private List<RelationSummary> summaries(
      SampleRoom room, Event target, Set<UserId> ignored, long upTo) {
    RelationSummaryQuery.Parent parent =
        new RelationSummaryQuery.Parent(
            room.ref().nid(), target.id(), target.sender(), target.type(), upTo);
    return store()
        .relationSummaries(new RelationSummaryQuery(List.of(parent), SampleRoom.ALICE, ignored));
  }

  private static RelationSummaryQuery query(
      SampleRoom room, Event target, UserId sender, String type, Set<UserId> ignored) {
    RelationSummaryQuery.Parent parent =
        new RelationSummaryQuery.Parent(
            room.ref().nid(), target.id(), sender, type, Long.MAX_VALUE);
    return new RelationSummaryQuery(List.of(parent), SampleRoom.ALICE, ignored);
  }

  private List<Event> threads(
      SampleRoom room, @Nullable UserId participant, Set<UserId> ignored, long upTo) {
    ThreadQuery query =
        new ThreadQuery(room.ref().nid(), TimelinePoint.END, participant, ignored, upTo, 100);
    return store().threads(query).stream()
        .map(row -> store().eventsByNid(List.of(row.rootNid())).get(row.rootNid()).event())
        .toList();
  }

  private long nid(Event event) {
    return nids(List.of(event)).getFirst();
  }

  private List<Long> nids(List<Event> events) {
    return events.stream().map(event -> stored(event).nid()).toList();
  }

  private long position(Event event) {
    return stored(event).position().number();
  }

  private StoredEvent stored(Event event) {
    return store().events(List.of(event.id())).get(event.id());
  }
}
