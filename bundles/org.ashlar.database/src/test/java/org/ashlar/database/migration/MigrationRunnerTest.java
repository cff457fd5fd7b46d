package org.ashlar.database.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.store.sql.Migration;
import org.ashlar.store.sql.MigrationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrationRunnerTest {
  private static final Migration FIRST =
      new Migration(1, "first", "create table a (x integer); insert into a values (1);");
  private static final Migration SECOND = new Migration(2, "second", "insert into a values (2)");

  private TemporaryDatabase database;

  @BeforeEach
  void create() {
    database = TemporaryDatabase.create();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void appliesWhatIsMissingAndNothingTwice() throws SQLException {
    database.migrate("owner", List.of(FIRST));
    database.migrate("owner", List.of(SECOND, FIRST));
    database.migrate("owner", List.of(FIRST, SECOND));

    assertThat(number("select sum(x) from a")).isEqualTo(3);
    assertThat(number("select count(*) from ashlar_migration where owner = 'owner'")).isEqualTo(2);
  }

  @Test
  void acceptsTablesThatANewerVersionMade() throws SQLException {
    database.migrate("owner", List.of(FIRST, SECOND));

    database.migrate("owner", List.of(FIRST));

    assertThat(number("select sum(x) from a")).isEqualTo(3);
  }

  @Test
  void refusesAFileThatWasChanged() {
    database.migrate("owner", List.of(FIRST));

    assertThatThrownBy(
            () -> database.migrate("owner", List.of(new Migration(1, "first", "select 1"))))
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "Migration 1 (first) of owner was changed after it had been applied; put the file back"
                + " as it was and add a new one.");
  }

  @Test
  void refusesAGapAndADoubledNumber() {
    assertThatThrownBy(() -> database.migrate("owner", List.of(SECOND)))
        .hasMessage(
            "The migrations of owner must be numbered 1, 2, 3 and so on: number 1 is missing.");
    assertThatThrownBy(() -> database.migrate("owner", List.of(FIRST, FIRST)))
        .hasMessage(
            "The migrations of owner must be numbered 1, 2, 3 and so on: number 2 is there"
                + " twice.");
  }

  @Test
  void leavesNothingOfAFileThatFails() throws SQLException {
    Migration bad =
        new Migration(2, "bad", "insert into a values (5); insert into nowhere values (1)");
    database.migrate("owner", List.of(FIRST));

    assertThatThrownBy(() -> database.migrate("owner", List.of(FIRST, bad)))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("Migration 2 (bad) of owner failed")
        .hasMessageContaining("nowhere");

    assertThat(number("select sum(x) from a")).isEqualTo(1);
    assertThat(number("select count(*) from ashlar_migration")).isEqualTo(1);
  }

  @Test
  void buildsAnIndexOutsideOfATransactionAgainAfterAFailedTry() throws SQLException {
    Migration index =
        new Migration(
            2,
            "index",
            "-- ashlar: no-transaction\n"
                + "create unique index concurrently if not exists a_x on a (x)");
    database.migrate("owner", List.of(FIRST));
    execute("insert into a values (1)");
    assertThatThrownBy(() -> database.migrate("owner", List.of(FIRST, index)))
        .hasMessageContaining("could not create unique index");
    execute("delete from a where ctid = (select max(ctid) from a)");

    database.migrate("owner", List.of(FIRST, index));

    assertThat(
            number(
                "select count(*) from pg_index where indexrelid = 'a_x'::regclass and indisvalid"))
        .isEqualTo(1);
  }

  @Test
  void waitsForATableThatIsInUse() throws SQLException {
    database.migrate("owner", List.of(FIRST));
    Migration change = new Migration(2, "change", "alter table a add column y integer");
    try (Connection reader = database.open("reader")) {
      reader.setAutoCommit(false);
      try (Statement statement = reader.createStatement()) {
        statement.execute("lock table a in access share mode");
      }
      assertThatThrownBy(() -> database.migrate("owner", List.of(FIRST, change)))
          .hasMessageContaining("lock timeout");
    }

    database.migrate("owner", List.of(FIRST, change));

    assertThat(number("select count(*) from a where y is null")).isEqualTo(1);
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
