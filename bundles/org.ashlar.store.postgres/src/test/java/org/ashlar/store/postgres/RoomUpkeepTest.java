package org.ashlar.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.event.Event;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Extremity;
import org.ashlar.store.Gap;
import org.ashlar.store.Mentions;
import org.ashlar.store.NewEvent;
import org.ashlar.store.Position;
import org.ashlar.store.PurgeStep;
import org.ashlar.store.Relation;
import org.ashlar.store.RoomRef;
import org.ashlar.store.SampleRoom;
import org.ashlar.store.StateDelta;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomUpkeepTest {
  private TemporaryDatabase database;
  private PostgresEventStore store;
  private PostgresRoomUpkeep upkeep;

  @BeforeEach
  void start() {
    database = TemporaryDatabase.create();
    store = TestStores.writing(database);
    upkeep = new PostgresRoomUpkeep(TestStores.access(database));
  }

  @AfterEach
  void stop() {
    store.deactivate();
    database.close();
  }

  @Test
  void aSoundRoomHasNoFindings() {
    // Given
    SampleRoom room = room("a");
    // When, then
    assertThat(upkeep.inspect(room.id())).isEmpty();
    assertThat(upkeep.orphans()).isEmpty();
    assertThat(upkeep.inspect(new RoomId("!nowhere:sample.org"))).hasSize(1);
    assertThat(upkeep.rooms(0, 10)).extracting(RoomRef::id).containsExactly(room.id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "E1 | UPDATE events SET writer = 9 WHERE nid = 4",
        "E1 | UPDATE events SET pos = 4 WHERE nid = 5",
        "E1 | UPDATE writers SET event_nid = 4",
        "E1 | UPDATE writers SET room_nid = 0",
        "E1 | UPDATE writers SET node_nid = 0",
        "E1 | UPDATE memberships SET writer = 9",
        "E1 | UPDATE state_deltas SET writer = 9 WHERE pos = 2",
        "E2 | UPDATE event_high_water SET position = 1",
        "E2 | UPDATE memberships SET pos = 4711",
        "E2 | UPDATE state_deltas SET pos = 4711 WHERE pos = 3",
        "E3 | UPDATE rooms SET extremities = '{}'",
        "E3 | UPDATE rooms SET extremities = ARRAY[1]",
        "E3 | UPDATE events SET status = 2 WHERE nid = (SELECT max(nid) FROM events)",
        "E4 | UPDATE events SET status = 3 WHERE nid = 4",
        "E4 | UPDATE events SET root_before = 0 WHERE nid = 4",
        "E5 | UPDATE events SET root_after = 1 WHERE nid = 4",
        "E5 | UPDATE events SET root_after = root_before WHERE nid = 3",
        "E6 | UPDATE rooms SET current_root = 1",
        "E7 | INSERT INTO backward_extremities VALUES (1, true, '$other')",
        "E7 | DELETE FROM events WHERE nid = 4",
        "E8 | UPDATE events SET json = (SELECT json FROM events WHERE nid = 5) WHERE nid = 4",
        "E8 | UPDATE events SET event_id = 'no id' WHERE nid = 4",
        "E9 | DROP INDEX events_event_id",
        "E9 | DROP INDEX events_event_id; INSERT INTO events SELECT 99, room_nid, NULL, depth,"
            + " origin_server_ts, 0, 0, NULL, 3, event_id, type, sender, json FROM events"
            + " WHERE nid = 4; CREATE INDEX events_event_id ON events (event_id)",
        "E9 | INSERT INTO transactions VALUES (4, 1, 1, 1, '@alice:sample.org', 'D', 's', 't'),"
            + " (5, 1, 1, 1, '@alice:sample.org', 'D', 's', 't')",
        "E9 | INSERT INTO transactions VALUES (4, 1, 1, 1, '@bob:sample.org', 'D', 's', 't')",
        "E9 | UPDATE events SET depth = depth + 1 WHERE nid = 4",
        "E9 | UPDATE events SET type = 'another' WHERE nid = 4",
        "E9 | DELETE FROM relations",
        "E9 | UPDATE relations SET key = 'another'",
        "E9 | DELETE FROM mentions",
        "E9 | UPDATE mentions SET users = '{@carla:sample.org}'",
        "E9 | INSERT INTO redactions VALUES (4, 1, '$other')",
        "auth edges | UPDATE events SET nid = 99 WHERE nid = 3",
        "state_nodes | DELETE FROM state_nodes WHERE node_nid = 1",
        "state_nodes | INSERT INTO state_nodes VALUES (1, 4711, '\\x0000')",
        "state_deltas | DELETE FROM state_deltas WHERE pos = 2",
        "memberships | UPDATE memberships SET membership = 5",
        "memberships | DELETE FROM memberships WHERE user_id = '@bob:sample.org'",
        "joined_hosts | UPDATE joined_hosts SET joined = 17",
        "room_summaries | UPDATE room_summaries SET joined = 17",
        "room_summaries | UPDATE room_summaries SET topic = 'another'",
        "partial_rooms | UPDATE events SET status = 4 WHERE nid = 4",
        "partial_rooms | INSERT INTO partial_rooms VALUES (1, 4711, '{}')",
        "partial_rooms | INSERT INTO completed_rooms VALUES (1, 1, 1, 1)",
        "relations | INSERT INTO relations (event_nid, room_nid, target, rel_type, sender) VALUES"
            + " (99, 1, 'x', 'x', 'x')",
      })
  void eachKindOfDamageIsFound(String invariant, String damage) throws SQLException {
    // Given
    SampleRoom room = room("a");
    Event topic = room.made().get(2);
    room.message(
            "related",
            new Mentions(List.of("@bob:sample.org"), true),
            new Relation(topic.id(), "m.annotation", "\u0000key"))
        .naming(topic.id())
        .store();
    assertThat(upkeep.inspect(room.id())).isEmpty();
    // When
    execute(damage);
    // Then
    assertThat(upkeep.inspect(room.id()))
        .anySatisfy(sentence -> assertThat(sentence).startsWith(invariant + ": "));
  }

  @Test
  void statesThatNobodyNeedsAnyMoreAreSwept() {
    // Given
    SampleRoom room = room("a");
    StateRoot before = room.current();
    Extremity base = room.extremities().getFirst();
    JsonObject topic = JsonObject.builder().put("topic", "a resolved one").build();
    Event event = room.sign("m.room.topic", "", topic);
    EventRef ref = EventRef.unstored();
    long key = store.internStateKeys(List.of(event.key())).get(event.key());
    StateRoot after = room.trie().with(before, key, ref);
    NewEvent made =
        new NewEvent(event, ref, before, after, EventStatus.ACCEPTED, null, Mentions.NONE);
    // A resolution that is the state of no event.
    long other = store.internStateKeys(List.of(event.key())).get(event.key());
    StateRoot resolved = room.trie().with(before, other + 1_000, base.ref());
    store.append(
        List.of(new Append(room.ref(), List.of(made), List.of(), resolved, List.of(ref), null, 0)));
    StateDelta delta = new StateDelta(event.key(), key, ref, event, room.state().get(event.key()));
    Event next = room.sign("m.room.message", null, SampleRoom.text("next"));
    EventRef nextRef = EventRef.unstored();
    store.append(
        List.of(
            new Append(
                room.ref(),
                List.of(
                    new NewEvent(
                        next, nextRef, after, after, EventStatus.ACCEPTED, null, Mentions.NONE)),
                List.of(delta),
                after,
                List.of(ref, nextRef),
                null,
                0)));
    List<String> found = upkeep.inspect(room.id());
    long lost = upkeep.countLostState(room.ref().nid());
    // When
    long swept = upkeep.sweepState(room.ref().nid());
    // Then
    assertThat(found).anyMatch(sentence -> sentence.startsWith("state_nodes: "));
    assertThat(swept).isPositive().isEqualTo(lost);
    assertThat(upkeep.countLostState(room.ref().nid())).isZero();
    assertThat(upkeep.inspect(room.id())).noneMatch(line -> line.startsWith("state_nodes"));
    assertThat(upkeep.sweepState(room.ref().nid())).isZero();
  }

  @Test
  void aPurgeKeepsStateAsOutliersAndOpensAGap() {
    // Given
    SampleRoom room = room("a");
    for (int i = 0; i < 30; i++) {
      room.message("m" + i);
    }
    room.store();
    List<Event> all = room.made();
    Event first = all.get(all.size() - 10);
    // When
    long below = upkeep.countBelow(room.ref().nid(), first.depth());
    List<PurgeStep> steps = new ArrayList<>();
    do {
      steps.add(upkeep.purge(room.ref().nid(), first.depth(), 7));
    } while (!steps.getLast().isLast());
    upkeep.finishPurge(room.ref().nid());
    // Then
    assertThat(below).isEqualTo(all.size() - 10);
    assertThat(steps.stream().mapToInt(step -> step.displaced().size()).sum()).isEqualTo(4);
    assertThat(timeline(room))
        .extracting(StoredEvent::event)
        .isEqualTo(all.subList(all.size() - 10, all.size()));
    assertThat(store.events(all.stream().map(Event::id).toList())).hasSize(14);
    assertThat(store.events(List.of(all.getFirst().id())).get(all.getFirst().id()).status())
        .isEqualTo(EventStatus.OUTLIER);
    assertThat(store.room(room.id()).orElseThrow().gaps())
        .containsExactly(new Gap(first.prevEvents().getFirst(), true));
    assertThat(store.minDepth(room.ref().nid())).hasValue(first.depth());
    assertThat(upkeep.inspect(room.id())).isEmpty();
    assertThat(room.message("goes on").store()).isInstanceOf(AppendResult.Stored.class);
    assertThat(upkeep.inspect(room.id())).isEmpty();
  }

  @Test
  void positionsRiseAfterTheNewestRoomIsDeletedAndARestart() {
    // Given
    SampleRoom room = room("a");
    SampleRoom newest = room("b");
    Position before = store.eventPosition();
    // When
    long counted = upkeep.count(newest.id());
    long deleted = upkeep.delete(newest.id());
    store.deactivate();
    store = TestStores.writing(database);
    // Then
    assertThat(counted).isPositive().isEqualTo(deleted);
    assertThat(upkeep.count(newest.id())).isZero();
    assertThat(upkeep.orphans()).isEmpty();
    assertThat(store.room(newest.id())).isEmpty();
    assertThat(store.memberships(SampleRoom.BOB)).hasSize(1);
    assertThat(upkeep.delete(newest.id())).isZero();
    assertThat(store.append(List.of(room.message("after").append())).getFirst())
        .isEqualTo(
            new AppendResult.Stored(
                new Position(1, before.number() + 1), new Position(1, before.number() + 1)));
    assertThat(upkeep.inspect(room.id())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 1_000})
  void positionsRiseAfterTheNewestRoomIsPurgedAndARestart(long depth) {
    // Given
    SampleRoom room = room("a");
    SampleRoom newest = room("b").message("last");
    newest.store();
    Position before = store.eventPosition();
    // When
    while (!upkeep.purge(newest.ref().nid(), depth, 2).isLast()) {}
    upkeep.finishPurge(newest.ref().nid());
    store.deactivate();
    store = TestStores.writing(database);
    // Then
    assertThat(store.eventPosition()).isEqualTo(before);
    assertThat(store.append(List.of(room.message("after").append())).getFirst())
        .isEqualTo(
            new AppendResult.Stored(
                new Position(1, before.number() + 1), new Position(1, before.number() + 1)));
    assertThat(upkeep.inspect(room.id())).isEmpty();
  }

  @Test
  void theEventsThatHaveAPlaceAreReadPageByPage() {
    // Given
    SampleRoom room = room("a").message("withheld", EventStatus.REJECTED);
    room.store();
    // When
    List<StoredEvent> all = new ArrayList<>();
    List<StoredEvent> page;
    do {
      page = upkeep.placed(room.ref().nid(), all.isEmpty() ? null : all.getLast(), 2);
      all.addAll(page);
    } while (!page.isEmpty());
    // Then
    assertThat(all).extracting(StoredEvent::nid).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(all.getLast().status()).isEqualTo(EventStatus.REJECTED);
  }

  @Test
  void aRoomIsDeletedWithWhatIsKnownOfItsPartialState() throws SQLException {
    // Given
    SampleRoom partial = room("a");
    SampleRoom full = room("b");
    execute("INSERT INTO partial_rooms VALUES (1, 1, '{far.example}')");
    execute("INSERT INTO event_high_water VALUES ('completions', 1, 1)");
    execute("INSERT INTO completed_rooms VALUES (1, 1, 2, 1)");
    // When
    upkeep.delete(partial.id());
    upkeep.delete(full.id());
    // Then
    assertThat(upkeep.orphans()).isEmpty();
    assertThat(store.completions(Position.START, new Position(1, 1), 10)).isEmpty();
    assertThat(store.completionPosition()).isEqualTo(new Position(1, 1));
  }

  @Test
  void whatWasRedactedIsKeptUntilItIsCensored() {
    // Given
    SampleRoom room = room("a").message("secret");
    room.store();
    Event secret = room.made().getLast();
    room.redact(secret, EventRef.stored(nid(secret)), false).store();
    // When, then
    assertThat(upkeep.unredacted(secret.id())).contains(secret.bytes());
    assertThat(upkeep.censor(Instant.now().minus(Duration.ofDays(1)), 100)).isZero();
    assertThat(upkeep.unredacted(secret.id())).contains(secret.bytes());
    assertThat(upkeep.censor(Instant.now().plusSeconds(1), 100)).isEqualTo(1);
    assertThat(upkeep.unredacted(secret.id())).isEmpty();
    assertThat(store.events(List.of(secret.id())).get(secret.id()).event().content())
        .isEqualTo(JsonObject.EMPTY);
    assertThat(upkeep.inspect(room.id())).isEmpty();
  }

  @Test
  void roomsAreBlockedWhetherKnownOrNot() {
    // Given
    RoomId unknown = new RoomId("!unknown:sample.org");
    // When
    upkeep.block(unknown, true);
    upkeep.block(unknown, true);
    // Then
    assertThat(upkeep.blocked()).containsExactly(unknown);
    upkeep.block(unknown, false);
    assertThat(upkeep.blocked()).isEmpty();
  }

  /// Four state events, a message between the last two.
  private SampleRoom room(String seed) {
    SampleRoom room = SampleRoom.create(store, seed);
    room.state("m.room.topic", "", JsonObject.builder().put("topic", "one").build());
    room.message("a message").member(SampleRoom.BOB, "join");
    assertThat(room.store()).isInstanceOf(AppendResult.Stored.class);
    return room;
  }

  private long nid(Event event) {
    return store.events(List.of(event.id())).get(event.id()).nid();
  }

  private List<StoredEvent> timeline(SampleRoom room) {
    return store.timeline(
        new TimelineQuery(
            room.ref().nid(), TimelineOrder.STREAM, TimelinePoint.START, null, false, 1_000));
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
