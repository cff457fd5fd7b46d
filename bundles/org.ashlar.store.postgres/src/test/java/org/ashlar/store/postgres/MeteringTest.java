package org.ashlar.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.RequestContext.Kind;
import org.ashlar.base.context.Span;
import org.ashlar.base.metric.MetricSnapshot;
import org.ashlar.base.metric.Metrics;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.event.StateKey;
import org.ashlar.store.AppendResult;
import org.ashlar.store.SampleRoom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who asked pays what was measured where the statements are sent.
class MeteringTest {
  private static TemporaryDatabase database;
  private static PostgresEventStore store;
  private static int requests;

  private final RequestContext request =
      RequestContext.root("GET-meter-" + ++requests, Kind.REQUEST, Instant.MAX);

  @BeforeAll
  static void start() throws SQLException {
    database = TemporaryDatabase.create();
    store = TestStores.writing(database);
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

  @Test
  void aReadIsOneStatementItsRowsItsEventsAndAPieceNamedAfterIt() {
    // Given
    SampleRoom room = SampleRoom.create(store, "read " + requests).message("first");
    room.store();
    double rows = counted("database_rows", "EventMapper.byIds");
    double statements = counted("database_transactions", "EventMapper.byIds");
    // When
    int found =
        request.call(() -> store.events(room.made().stream().map(e -> e.id()).toList())).size();
    // Then
    assertThat(found).isEqualTo(room.made().size());
    assertThat(charged(Charge.STATEMENTS)).isEqualTo(1);
    assertThat(charged(Charge.ROWS)).isEqualTo(found);
    assertThat(charged(Charge.EVENTS_READ)).isEqualTo(found);
    assertThat(counted("database_rows", "EventMapper.byIds") - rows).isEqualTo(found);
    assertThat(counted("database_transactions", "EventMapper.byIds") - statements).isOne();
    Span piece = request.span().pieces().getLast();
    assertThat(piece.name()).isEqualTo("EventMapper.byIds");
    assertThat(piece.nanos()).isPositive().isEqualTo(charged(Charge.DATABASE_TIME));
  }

  @Test
  void l05ADeadlockTriedThreeTimesIsOneStatementWhoseTimeCoversAllAttempts() throws SQLException {
    // Given
    SampleRoom room = SampleRoom.create(store, "deadlock").message("first");
    execute("CREATE TRIGGER fail BEFORE INSERT ON events EXECUTE FUNCTION fail('40P01', '3')");
    double persisted = counted("events_persisted");
    // When
    AppendResult result = request.call(room::store);
    execute("DROP TRIGGER fail ON events");
    // Then
    assertThat(result).isInstanceOf(AppendResult.Stored.class);
    assertThat(charged(Charge.STATEMENTS)).isEqualTo(1);
    assertThat(charged(Charge.EVENTS_WRITTEN)).isEqualTo(room.made().size());
    assertThat(counted("events_persisted") - persisted).isEqualTo(room.made().size());
    List<Span> attempts = request.span().pieces();
    assertThat(attempts).hasSize(4).extracting(Span::name).allMatch(n -> n.startsWith("WriterM"));
    assertThat(charged(Charge.DATABASE_TIME))
        .isEqualTo(attempts.stream().mapToLong(Span::nanos).sum());
  }

  @Test
  void l05AStatementWhoseConnectionBreaksIsRepeatedAndCountsOnce() throws SQLException {
    // Given
    execute("CREATE TRIGGER fail BEFORE INSERT ON state_keys EXECUTE FUNCTION fail('kill', '1')");
    // When
    Map<StateKey, Long> keys =
        request.call(() -> store.internStateKeys(List.of(new StateKey("m.new", "l05"))));
    execute("DROP TRIGGER fail ON state_keys");
    // Then
    assertThat(keys).hasSize(1);
    List<Span> pieces = request.span().pieces();
    List<Span> writes = pieces.stream().filter(p -> p.name().equals("StateMapper.name")).toList();
    assertThat(writes).hasSize(2);
    assertThat(charged(Charge.STATEMENTS))
        .isEqualTo(pieces.stream().filter(p -> p.name().contains("Mapper")).count() - 1);
  }

  @Test
  void operatorsTransactionsAreMeasuredStatementByStatement() {
    // Given
    SampleRoom room = SampleRoom.create(store, "inspected").message("first");
    room.store();
    PostgresRoomUpkeep upkeep = new PostgresRoomUpkeep(TestStores.access(database));
    // When
    List<String> findings = request.call(() -> upkeep.inspect(room.id()));
    // Then
    assertThat(findings).isEmpty();
    List<Span> pieces = request.span().pieces();
    long statements = pieces.stream().filter(p -> p.name().contains("Mapper.")).count();
    assertThat(charged(Charge.STATEMENTS)).isEqualTo(statements).isGreaterThan(5);
    assertThat(pieces).extracting(Span::name).contains("begin", "commit", "end");
    assertThat(charged(Charge.ROWS)).isGreaterThanOrEqualTo(room.made().size());
    assertThat(Ledger.current().lateCharges()).isZero();
  }

  private long charged(Charge charge) {
    return request.meter().get(charge);
  }

  private static double counted(String name, String... labels) {
    return Metrics.current().snapshot().stream()
        .filter(metric -> metric.name().equals(name))
        .map(MetricSnapshot.Counter.class::cast)
        .mapToDouble(metric -> metric.values().getOrDefault(List.of(labels), 0.0))
        .sum();
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
