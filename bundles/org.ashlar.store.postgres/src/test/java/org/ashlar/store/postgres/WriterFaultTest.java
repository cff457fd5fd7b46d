package org.ashlar.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.json.JsonObject;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.event.Event;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.Arrival;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Extremity;
import org.ashlar.store.Gap;
import org.ashlar.store.GapChanges;
import org.ashlar.store.Mentions;
import org.ashlar.store.NewEvent;
import org.ashlar.store.PartialChange;
import org.ashlar.store.Relation;
import org.ashlar.store.Replacement;
import org.ashlar.store.SampleRoom;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.ashlar.store.Transaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The database fails inside of an append, at every statement's border. A trigger makes it so,
/// once: its count is a sequence, which no rollback takes back.
class WriterFaultTest {
  private static final List<String> TABLES =
      List.of(
          "writers",
          "event_high_water",
          "rooms",
          "room_summaries",
          "events",
          "transactions",
          "state_nodes",
          "state_deltas",
          "memberships",
          "joined_hosts",
          "relations",
          "mentions",
          "backward_extremities",
          "extremity_history",
          "redactions",
          "redacted_contents",
          "partial_rooms",
          "completed_rooms");

  private static TemporaryDatabase database;
  private static PostgresEventStore store;
  private static PostgresRoomUpkeep upkeep;
  private static int rooms;
  private String broken = "";

  @BeforeAll
  static void start() throws SQLException {
    database = TemporaryDatabase.create();
    store = TestStores.writing(database);
    upkeep = new PostgresRoomUpkeep(TestStores.access(database));
    execute(
        """
        CREATE SEQUENCE faults;
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF nextval('faults') > TG_ARGV[1]::bigint THEN RETURN NULL; END IF;
          IF TG_ARGV[0] = 'kill' THEN PERFORM pg_terminate_backend(pg_backend_pid());
          ELSE RAISE EXCEPTION 'injected' USING ERRCODE = TG_ARGV[0]; END IF;
          RETURN NULL; END $$
        """);
  }

  @AfterAll
  static void stop() {
    store.deactivate();
    database.close();
  }

  @BeforeEach
  void reset() throws SQLException {
    execute("ALTER SEQUENCE faults RESTART");
  }

  @AfterEach
  void mend() throws SQLException {
    if (!broken.isEmpty()) {
      execute("DROP TRIGGER fail ON " + broken);
    }
  }

  static Stream<String> borders() {
    return TABLES.stream().flatMap(table -> Stream.of("BEFORE " + table, "AFTER " + table));
  }

  @ParameterizedTest
  @MethodSource("borders")
  void e20ACrashAtAStatementsBorderLosesAndHalvesNothing(String border) throws SQLException {
    // Given
    SampleRoom room = room();
    List<Append> batch = everything(room);
    List<SampleRoom> all = List.of(room, SampleRoom.create(store, "new " + rooms));
    batch.add(all.getLast().append());
    fail(border, "kill", 1);
    // When
    List<AppendResult> results = store.append(batch);
    // Then
    assertThat(results).allMatch(AppendResult.Stored.class::isInstance);
    checkSound(all);
  }

  @ParameterizedTest
  @MethodSource("borders")
  void e15ADeadlockIsTriedAgain(String border) throws SQLException {
    // Given
    SampleRoom room = room();
    List<Append> batch = everything(room);
    long before = store.eventPosition().number();
    fail(border, "40P01", 1);
    // When
    List<AppendResult> results = store.append(batch);
    // Then
    assertThat(results).allMatch(AppendResult.Stored.class::isInstance);
    assertThat(store.eventPosition().number()).isEqualTo(before + placed(batch));
    checkSound(List.of(room));
  }

  @Test
  void e15ADeadlockThatStaysFailsTheAppendAndNothingElse() throws SQLException {
    // Given
    SampleRoom room = room();
    fail("BEFORE events", "40001", 1_000);
    // When
    AppendResult result = room.message("never").store();
    mend();
    broken = "";
    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            AppendResult.Failed.class, failed -> assertThat(failed.retryable()).isTrue());
    assertThat(upkeep.inspect(room.id())).isEmpty();
    SampleRoom other = room();
    assertThat(other.message("goes on").store()).isInstanceOf(AppendResult.Stored.class);
  }

  @Test
  void aBatchThatCostsEverySessionFailsAndPassesLater() throws SQLException {
    // Given
    SampleRoom room = room();
    List<Append> batch = everything(room);
    fail("BEFORE events", "kill", 1_000);
    // When
    List<AppendResult> failed = store.append(batch);
    mend();
    broken = "";
    List<AppendResult> later = store.append(batch);
    // Then
    assertThat(failed)
        .allSatisfy(
            result ->
                assertThat(result)
                    .isInstanceOfSatisfying(
                        AppendResult.Failed.class, each -> assertThat(each.retryable()).isTrue()));
    assertThat(later).allMatch(AppendResult.Stored.class::isInstance);
    checkSound(List.of(room));
  }

  @ParameterizedTest
  @MethodSource("borders")
  void aFullDiskFailsTheBatchAndKeepsWhatWasAcknowledged(String border) throws SQLException {
    // Given
    SampleRoom room = room();
    List<StoredEvent> acknowledged = timeline(room);
    List<Append> batch = everything(room);
    fail(border, "53100", 1_000);
    // When
    List<AppendResult> full = store.append(batch);
    mend();
    broken = "";
    List<AppendResult> later = store.append(batch);
    // Then
    assertThat(full)
        .allSatisfy(
            result ->
                assertThat(result)
                    .isInstanceOfSatisfying(
                        AppendResult.Failed.class,
                        failed -> assertThat(failed.retryable()).isTrue()));
    assertThat(later).allMatch(AppendResult.Stored.class::isInstance);
    assertThat(timeline(room))
        .extracting(StoredEvent::event)
        .containsAll(acknowledged.stream().map(StoredEvent::event).toList());
    checkSound(List.of(room));
  }

  private static SampleRoom room() {
    SampleRoom room = SampleRoom.create(store, "room " + ++rooms).message("first");
    assertThat(room.store()).isInstanceOf(AppendResult.Stored.class);
    return room;
  }

  /// Appends that reach every table: a chain, an outlier, a gap, history, a redaction, partial
  /// state that becomes full.
  private static List<Append> everything(SampleRoom room) {
    List<Append> batch = new ArrayList<>();
    Event first = room.made().getLast();
    EventRef ref = EventRef.stored(store.events(List.of(first.id())).get(first.id()).nid());
    Relation relation = new Relation(first.id(), "m.reference", null);
    Mentions mentions = new Mentions(List.of("@bob:sample.org"), false);
    batch.add(
        room.state("m.room.name", "", JsonObject.builder().put("name", "n").build())
            .member(SampleRoom.BOB, "join")
            .message("related", mentions, relation)
            .append(new Transaction(SampleRoom.ALICE, "D", "PUT", "t" + room.id() + batch.size())));
    batch.add(room.redact(first, ref, false).append());
    EventId missing = new EventId("$missing" + rooms);
    Event behind = room.after(missing);
    EventRef outlier = EventRef.unstored();
    batch.add(
        graph(room, behind, new Made(outlier, EventStatus.OUTLIER, Arrival.LIVE), GapChanges.NONE));
    batch.add(
        graph(
            room,
            behind,
            new Made(outlier, EventStatus.ACCEPTED, new Arrival(true, true)),
            new GapChanges(List.of(new Gap(missing, true)), List.of())));
    batch.add(room.message("last").append());
    batch.addAll(partial(room));
    return batch;
  }

  /// An event that is judged by partial state, and the end of that.
  private static List<Append> partial(SampleRoom room) {
    Event event = room.sign("m.room.message", null, SampleRoom.text("partial"));
    EventRef ref = EventRef.unstored();
    StateRoot state = room.current();
    NewEvent made =
        new NewEvent(event, ref, state, state, EventStatus.PARTIAL_STATE, null, Mentions.NONE);
    room.made().add(event);
    room.goOn(event, ref, state);
    Replacement full = new Replacement(ref, state, state, EventStatus.ACCEPTED, false);
    return List.of(
        partial(
            room,
            List.of(made),
            new PartialChange.Begin(ref, List.of(new ServerName("far.example")))),
        partial(room, List.of(), new PartialChange.Replace(List.of(full), true)));
  }

  private static Append partial(SampleRoom room, List<NewEvent> events, PartialChange change) {
    return new Append(
        room.ref(),
        events,
        List.of(),
        room.current(),
        room.extremities().stream().map(Extremity::ref).toList(),
        null,
        0,
        List.of(),
        GapChanges.NONE,
        change);
  }

  private record Made(EventRef ref, EventStatus status, Arrival arrival) {}

  private static Append graph(SampleRoom room, Event event, Made made, GapChanges gaps) {
    StateRoot state = made.status == EventStatus.OUTLIER ? StateRoot.empty() : room.current();
    NewEvent added =
        new NewEvent(event, made.ref, state, state, made.status, null, Mentions.NONE, made.arrival);
    return new Append(
        room.ref(),
        List.of(added),
        List.of(),
        room.current(),
        room.extremities().stream().map(Extremity::ref).toList(),
        null,
        0,
        List.of(),
        gaps);
  }

  /// A replacement takes a place too.
  private static long placed(List<Append> batch) {
    return batch.stream().filter(append -> append.replaced() != null).count()
        + batch.stream()
            .flatMap(append -> append.events().stream())
            .filter(event -> event.isPlaced() && !event.arrival().backfilled())
            .count();
  }

  private static void checkSound(List<SampleRoom> all) throws SQLException {
    assertThat(faults()).isPositive();
    for (SampleRoom room : all) {
      assertThat(upkeep.inspect(room.id())).isEmpty();
      assertThat(timeline(room))
          .filteredOn(event -> event.position().number() > 0)
          .extracting(StoredEvent::event)
          .isEqualTo(room.made());
      assertThat(room.message("and on").store()).isInstanceOf(AppendResult.Stored.class);
      assertThat(upkeep.inspect(room.id())).isEmpty();
    }
    assertThat(upkeep.orphans()).isEmpty();
  }

  private static List<StoredEvent> timeline(SampleRoom room) {
    return store.timeline(
        new TimelineQuery(
            room.ref().nid(), TimelineOrder.STREAM, TimelinePoint.START, null, false, 1_000));
  }

  private void fail(String border, String how, int times) throws SQLException {
    String[] words = border.split(" ");
    execute(
        "CREATE TRIGGER fail %s INSERT OR UPDATE OR DELETE ON %s EXECUTE FUNCTION fail('%s', '%d')"
            .formatted(words[0], words[1], how, times));
    broken = words[1];
  }

  /// How often the trigger was there.
  private static long faults() throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT CASE WHEN is_called THEN last_value END FROM faults")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
