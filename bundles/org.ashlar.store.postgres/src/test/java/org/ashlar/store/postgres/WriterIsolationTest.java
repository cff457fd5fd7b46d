package org.ashlar.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.json.JsonObject;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.Mentions;
import org.ashlar.store.Relation;
import org.ashlar.store.SampleRoom;
import org.ashlar.store.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriterIsolationTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private TemporaryDatabase database;
  private PostgresEventStore store;

  @BeforeEach
  void start() {
    database = TemporaryDatabase.create();
    store = TestStores.prepared(database, "1.0.0", clock);
    store.activateRole();
  }

  @AfterEach
  void stop() {
    store.deactivate();
    database.close();
  }

  @Test
  void poisonOfUnknownCauseIsFoundByHalves() throws SQLException {
    // Given
    execute(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'poison' USING ERRCODE = '23514'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW
          WHEN (NEW.type = 'org.poison') EXECUTE FUNCTION refuse()
        """);
    List<SampleRoom> rooms = new ArrayList<>();
    List<Append> batch = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      SampleRoom room = SampleRoom.create(store, "room " + i);
      rooms.add(room);
      batch.add(room.append());
    }
    batch.add(rooms.get(7).state("org.poison", "", JsonObject.EMPTY).append());
    batch.add(rooms.get(8).message("unharmed").append());
    batch.add(rooms.get(7).message("builds on poison").append());
    batch.add(rooms.get(9).message("unharmed").append());
    // When
    List<AppendResult> results = store.append(batch);
    // Then
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i))
          .as("append " + i)
          .isInstanceOf(i == 40 || i == 42 ? AppendResult.Failed.class : AppendResult.Stored.class);
    }
    assertThat(store.eventPosition().number()).isEqualTo(82);
    assertThat(count("SELECT count(*) FROM events")).isEqualTo(82);
    assertThat(count("SELECT max(pos) FROM events")).isEqualTo(82);
    assertThat(
            count(
                """
                SELECT count(*) FROM rooms r JOIN events e ON e.nid = ANY(r.extremities)
                  JOIN state_nodes n ON n.room_nid = r.nid AND n.node_nid = r.current_root
                """))
        .isEqualTo(40);
  }

  @Test
  void aFaultOfTheWholeDatabaseFailsTheBatchOnceAndForAll() throws SQLException {
    // Given
    SampleRoom room = SampleRoom.create(store, "a");
    room.store();
    execute("ALTER TABLE events RENAME COLUMN sender TO elsewhere");
    // When
    AppendResult result = room.message("refused").store();
    execute("ALTER TABLE events RENAME COLUMN elsewhere TO sender");
    AppendResult later = SampleRoom.create(store, "b").store();
    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            AppendResult.Failed.class, failed -> assertThat(failed.retryable()).isTrue());
    assertThat(later).isInstanceOf(AppendResult.Stored.class);
  }

  @Test
  void transactionsAreForgottenAfterADay() {
    // Given
    SampleRoom room = SampleRoom.create(store, "a");
    Transaction old = transaction("old");
    Transaction young = transaction("young");
    store.append(List.of(room.message("1").append(old)));
    now.set(now.get().plus(Duration.ofHours(12)));
    store.append(List.of(room.message("2").append(young)));
    // When
    now.set(now.get().plus(Duration.ofHours(13)));
    new TransactionReads(new Pool(TestStores.access(database), SessionFactory.create()), clock)
        .sweep();
    // Then
    assertThat(store.transaction(old)).isEmpty();
    assertThat(store.transaction(young)).contains(room.made().getLast().id());
  }

  @Test
  void relationsAndMentionsAreOneRowEach() throws SQLException {
    // Given
    SampleRoom room = SampleRoom.create(store, "a");
    Mentions two = new Mentions(List.of("@\"odd\\:sample.org", "@b:sample.org"), false);
    Relation reaction = new Relation(room.made().getFirst().id(), "m.annotation", "\u0000");
    // When
    room.message("x", two, reaction).message("y", new Mentions(List.of(), true), null).store();
    // Then
    assertThat(count("SELECT count(*) FROM relations WHERE rel_type = 'm.annotation'"))
        .isEqualTo(1);
    assertThat(count("SELECT count(*) FROM mentions")).isEqualTo(2);
    assertThat(count("SELECT count(*) FROM mentions WHERE '@\"odd\\:sample.org' = ANY(users)"))
        .isEqualTo(1);
    assertThat(count("SELECT count(*) FROM mentions WHERE whole_room")).isEqualTo(1);
  }

  @Test
  void joinedHostsAreCountedByTheirMembers() throws SQLException {
    // Given
    SampleRoom room = SampleRoom.create(store, "a").member(SampleRoom.BOB, "join");
    room.member(new org.ashlar.base.id.UserId("@c:else.where"), "join");
    room.store();
    // When
    room.member(new org.ashlar.base.id.UserId("@c:else.where"), "ban");
    room.state("m.room.topic", "", JsonObject.EMPTY).store();
    // Then
    assertThat(count("SELECT joined FROM joined_hosts WHERE server = 'sample.org'")).isEqualTo(2);
    assertThat(count("SELECT joined FROM joined_hosts WHERE server = 'else.where'")).isZero();
  }

  @Test
  void whatIsReadIsChargedToTheRequest() {
    // Given
    SampleRoom room = SampleRoom.create(store, "a");
    room.store();
    RequestContext context = RequestContext.current().child("charged");
    // When
    context.run(() -> store.eventsByNid(List.of(1L, 2L)));
    // Then
    assertThat(context.meter().get(Charge.STATEMENTS)).isEqualTo(1);
    assertThat(context.meter().get(Charge.ROWS)).isEqualTo(2);
    assertThat(context.meter().get(Charge.EVENTS_READ)).isEqualTo(2);
    assertThat(context.meter().get(Charge.DATABASE_TIME)).isPositive();
  }

  private static Transaction transaction(String id) {
    return new Transaction(SampleRoom.ALICE, "D", "PUT", id);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long count(String sql) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
