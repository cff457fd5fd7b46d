package org.ashlar.identity.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.audit.AuditEntry.Outcome;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.identity.postgres.AuditMapper.Filter;
import org.ashlar.identity.postgres.AuditMapper.Row;
import org.ashlar.identity.postgres.AuditTable.Note;
import org.ashlar.store.sql.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditTableTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<String> told = new ArrayList<>();
  private TemporaryDatabase database;
  private PostgresAuditSink sink;
  private AuditTable table;
  private AuditCommand command;

  @BeforeEach
  void open() {
    database = TemporaryDatabase.create();
    sink = new PostgresAuditSink(new Selections());
    sink.bindDatabase(new NumberedReference<>(1, Database.class), database);
    sink.prepare();
    sink.probe();
    command = new AuditCommand(new Selections(), () -> START.plusSeconds(1_000));
    command.bindDatabase(new NumberedReference<>(1, Database.class), database);
    Gate<Database> gate = new Selections().gate(Database.class);
    gate.bind(new NumberedReference<>(1, Database.class), database);
    table = new AuditTable(new Statements(gate::call));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void entriesThatAreHandedOverAgainAreThereOnce() {
    // Given
    var entries = entries(0, 10);
    sink.take(entries.subList(0, 6));
    // When
    sink.take(entries.subList(3, 10));
    sink.take(entries);
    // Then
    assertThat(rows(Filter.ALL)).extracting(Row::number).isEqualTo(numbers(1, 10));
    assertThat(rows(Filter.ALL))
        .extracting(Row::entry)
        .isEqualTo(entries.stream().map(AuditEntry::toString).toList());
    assertThat(table.verify(List.of()).sentence()).startsWith("10 entries are as they were");
  }

  @Test
  void theTableRefusesChanges() {
    sink.take(entries(0, 3));
    for (String statement :
        List.of(
            "update audit_entries set entry = '{}' where number = 2",
            "delete from audit_entries",
            "truncate audit_entries",
            "delete from audit_head",
            "truncate audit_head")) {
      assertThatThrownBy(() -> execute(statement))
          .as(statement)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("audit entries can not be changed");
    }
    assertThat(table.verify(List.of()).sound()).isTrue();
  }

  @Test
  void whatSomebodyWithAllRightsChangesIsNoticed() throws Exception {
    sink.take(entries(0, 1_200));
    var last = rows(Filter.ALL).getLast();
    var note = new Note(1_200, HexFormat.of().formatHex(last.hash()));
    assertThat(table.verify(List.of(note)).sound()).isTrue();
    execute("alter table audit_entries disable trigger all");

    execute("update audit_entries set entry = replace(entry, 't7\"', 'x7\"') where number = 8");
    assertThat(table.verify(List.of()).sentence()).isEqualTo("Entry 8 is not what was written");
    execute("update audit_entries set entry = replace(entry, 'x7\"', 't7\"') where number = 8");
    assertThat(table.verify(List.of()).sound()).isTrue();

    execute("delete from audit_entries where number = 1200");
    assertThat(table.verify(List.of()).sentence()).isEqualTo("Entry 1200 is missing");
    execute(
        "update audit_head set (number, hash) ="
            + " (select number, hash from audit_entries where number = 1199)");
    assertThat(table.verify(List.of()).sound()).isTrue();
    assertThat(table.verify(List.of(note)).sentence())
        .isEqualTo(
            "There is no entry 1200; the last is 1199. If there was one, the end was cut off");

    execute("delete from audit_entries where number = 600");
    assertThat(table.verify(List.of()).sentence()).isEqualTo("Entry 600 is missing");
  }

  @Test
  void oldEntriesAreForgottenFromTheBeginningAndTheRestStaysWhole() {
    sink.take(entries(0, 100));
    assertThat(sink.expire(START)).isZero();
    assertThat(sink.expire(START.plusSeconds(40))).isEqualTo(40);
    assertThat(rows(Filter.ALL)).extracting(Row::number).isEqualTo(numbers(41, 100));
    assertThat(table.verify(List.of()).sentence()).startsWith("60 entries");
    assertThat(sink.expire(START.plusSeconds(1_000))).isEqualTo(60);
    sink.take(entries(200, 201));
    assertThat(rows(Filter.ALL)).extracting(Row::number).containsExactly(101L);
    assertThat(table.verify(List.of()).sound()).isTrue();
    assertThatThrownBy(() -> execute("delete from audit_entries")).isInstanceOf(SQLException.class);
  }

  @Test
  void entriesAreFoundByTimeActorAndAction() {
    sink.take(entries(0, 100));
    run("--since", "2026-01-01T00:00:10Z", "--until", "2026-01-01T00:00:13Z");
    assertThat(told).hasSize(3);
    assertThat(told.getFirst())
        .startsWith("{\"number\":11,")
        .contains("\"time\":\"2026-01-01T00:00:10Z\"");
    run("--actor", "@u3:test", "--format", "text");
    assertThat(told).hasSize(10);
    assertThat(told.getFirst())
        .isEqualTo("2026-01-01T00:00:03Z  ok  @u3:test  login.odd  t3  from ::1  a=b");
    run("--action", "login.even");
    assertThat(told).hasSize(50);
    run("--since", "990s");
    assertThat(told).hasSize(90);
    run("--since", "2026-01-02");
    assertThat(told).isEmpty();
    for (String wrong : List.of("--since yesterday", "--format xml", "--actor", "--what x")) {
      assertThat(run(wrong.split(" "))).as(wrong).isEqualTo(2);
    }
    assertThat(run("verify")).isZero();
    assertThat(run("verify", "7", "0".repeat(64))).isEqualTo(1);
    assertThat(told).containsExactly("! Entry 7 is not what was written");
  }

  @Test
  void whatIsWrongWithACallIsTold() {
    for (String[] wrong :
        new String[][] {
          {"--since yesterday", "yesterday is no time; those are such as 2026-01-31, "},
          {"--until 2026-02-31", "2026-02-31 is no time; "},
          {"--format xml", "xml is no format; those are json and text."},
          {"--actor", "--actor needs a value."},
          {"--what x", "audit does not know --what."},
          {"verify x " + "0".repeat(64), "x is no number of an entry."},
          {"verify 0 " + "0".repeat(64), "0 is no number of an entry."},
          {"verify 7 00", "00 is no hash; one has 64 digits of 0-9 and a-f."},
          {"verify 7 " + "g".repeat(64), "g".repeat(64) + " is no hash"}
        }) {
      assertThat(run(wrong[0].split(" "))).as(wrong[0]).isEqualTo(2);
      assertThat(told.getFirst()).startsWith("! " + wrong[1]);
      assertThat(told.getLast()).startsWith("! Usage: audit ");
    }
  }

  @Test
  void aNoteBeyondTheLastEntryIsToldApart() {
    sink.take(entries(0, 3));
    assertThat(run("verify")).isZero();
    String hash = told.getFirst().substring(told.getFirst().lastIndexOf(' ') + 1);
    assertThat(run("verify", "3", hash)).isZero();
    assertThat(run("verify", "3", hash.toUpperCase(Locale.ROOT))).isZero();
    assertThat(run("verify", "4711", hash)).isEqualTo(1);
    assertThat(told)
        .containsExactly(
            "! There is no entry 4711; the last is 3. If there was one, the end was cut off");
  }

  private int run(String... arguments) {
    told.clear();
    return command.run(List.of(arguments), new Listener(told));
  }

  private record Listener(List<String> told) implements ControlTerminal {
    @Override
    public void line(String text) {
      told.add(text);
    }

    @Override
    public void error(String text) {
      told.add("! " + text);
    }

    @Override
    public String ask(String question) {
      throw new IllegalStateException(question);
    }
  }

  private List<Row> rows(Filter filter) {
    List<Row> rows = new ArrayList<>();
    table.visit(filter, rows::add);
    return rows;
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.pool().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<Long> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Long::valueOf).toList();
  }

  private static List<AuditEntry> entries(int from, int to) {
    return IntStream.range(from, to).mapToObj(AuditTableTest::entry).toList();
  }

  private static AuditEntry entry(int number) {
    return new AuditEntry(
        "id-" + number,
        START.plusSeconds(number),
        "@u" + number % 10 + ":test",
        number % 2 == 0 ? "login.even" : "login.odd",
        "t" + number,
        Outcome.OK,
        "POST-" + number,
        "::1",
        Map.of("a", "b"));
  }
}
