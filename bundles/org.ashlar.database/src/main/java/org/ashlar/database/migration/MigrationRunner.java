package org.ashlar.database.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ashlar.database.pool.Sessions;
import org.ashlar.store.sql.Migration;
import org.ashlar.store.sql.MigrationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies what an owner's history lacks. One session, one advisory lock for all owners and nodes.
public final class MigrationRunner {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationRunner.class);
  private static final long LOCK_KEY = 0x4173_686c_6172_0001L;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int TRIES = 5;
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final Sessions sessions;

  /// @param sessions where the tables are
  public MigrationRunner(Sessions sessions) {
    this.sessions = sessions.named("migration");
  }

  /// Brings an owner's tables up to date; see `Database.migrate`.
  ///
  /// @param owner who owns the tables
  /// @param migrations all its migrations, in any order
  /// @throws MigrationException when that is not possible
  public void run(String owner, List<Migration> migrations) {
    List<Migration> sorted = sorted(owner, migrations);
    try (Connection connection = sessions.getConnection()) {
      lock(connection, owner);
      makeHistory(connection);
      Map<Integer, String> applied = applied(connection, owner);
      for (Migration migration : pending(owner, sorted, applied)) {
        apply(connection, owner, migration);
      }
    } catch (SQLException e) {
      throw new MigrationException(
          "The tables of " + owner + " could not be brought up to date: " + e.getMessage(), e);
    }
  }

  private static List<Migration> sorted(String owner, List<Migration> migrations) {
    List<Migration> sorted = new ArrayList<>(migrations);
    sorted.sort((a, b) -> Integer.compare(a.number(), b.number()));
    for (int i = 0; i < sorted.size(); i++) {
      int number = sorted.get(i).number();
      if (number != i + 1) {
        throw new MigrationException(
            "The migrations of %s must be numbered 1, 2, 3 and so on: number %d is %s."
                .formatted(owner, i + 1, number > i + 1 ? "missing" : "there twice"));
      }
    }
    return sorted;
  }

  private static void lock(Connection connection, String owner) throws SQLException {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!tryLock(connection)) {
      if (System.nanoTime() > end) {
        throw new MigrationException(
            "The tables of %s could not be brought up to date, as another server has been changing tables for %d s."
                .formatted(owner, LONGEST_WAIT.toSeconds()));
      }
      pause();
    }
  }

  private static boolean tryLock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select pg_try_advisory_lock(" + LOCK_KEY + ")")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private static void makeHistory(Connection connection) throws SQLException {
    execute(
        connection,
        """
        create table if not exists ashlar_migration (
          owner text not null,
          number integer not null,
          name text not null,
          sha256 text not null,
          applied_at timestamptz not null default now(),
          primary key (owner, number))\
        """);
  }

  private static Map<Integer, String> applied(Connection connection, String owner)
      throws SQLException {
    Map<Integer, String> applied = new TreeMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select number, sha256 from ashlar_migration where owner = ?")) {
      statement.setString(1, owner);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          applied.put(rows.getInt(1), rows.getString(2));
        }
      }
    }
    return applied;
  }

  private static List<Migration> pending(
      String owner, List<Migration> migrations, Map<Integer, String> applied) {
    for (int number = 1; number <= applied.size(); number++) {
      if (!applied.containsKey(number)) {
        throw new MigrationException(
            "The history of %s in the table ashlar_migration lacks number %d; restore that row or the database."
                .formatted(owner, number));
      }
    }
    for (Migration migration : migrations) {
      String hash = applied.get(migration.number());
      if (hash != null && !hash.equals(migration.sha256())) {
        throw new MigrationException(
            "Migration %d (%s) of %s was changed after it had been applied; put the file back as it was and add a new one."
                .formatted(migration.number(), migration.name(), owner));
      }
    }
    if (applied.size() > migrations.size()) {
      LOG.info(
          "The tables of {} are at {}, newer than its {} migrations",
          owner,
          applied.size(),
          migrations.size());
      return List.of();
    }
    return migrations.subList(applied.size(), migrations.size());
  }

  private static void apply(Connection connection, String owner, Migration migration)
      throws SQLException {
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      try {
        if (migration.withoutTransaction()) {
          outsideTransaction(connection, owner, migration);
        } else {
          inTransaction(connection, owner, migration);
        }
        break;
      } catch (SQLException e) {
        if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState()) || attempt == TRIES) {
          throw new MigrationException(
              "Migration %d (%s) of %s failed: %s"
                  .formatted(migration.number(), migration.name(), owner, e.getMessage()),
              e);
        }
        LOG.info("Migration {} of {} waits for a table in use", migration.number(), owner);
        pause();
      }
    }
    LOG.info(
        "Applied migration {} ({}) of {} in {} ms",
        migration.number(),
        migration.name(),
        owner,
        (System.nanoTime() - start) / 1_000_000);
  }

  private static void inTransaction(Connection connection, String owner, Migration migration)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      execute(connection, "set local lock_timeout = '2s'");
      execute(connection, migration.sql());
      record(connection, owner, migration);
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /// What a failed concurrent run left behind is invalid and would pass for the finished index.
  private static void outsideTransaction(Connection connection, String owner, Migration migration)
      throws SQLException {
    for (String index : invalidIndexes(connection)) {
      execute(connection, "drop index " + index);
    }
    execute(connection, migration.sql());
    record(connection, owner, migration);
  }

  private static List<String> invalidIndexes(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select i.indexrelid::regclass::text
                from pg_index i join pg_class c on c.oid = i.indexrelid
                where not i.indisvalid and c.relnamespace = current_schema()::regnamespace
                  and c.relowner = current_user::regrole\
                """)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static void record(Connection connection, String owner, Migration migration)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into ashlar_migration (owner, number, name, sha256) values (?, ?, ?, ?)")) {
      statement.setString(1, owner);
      statement.setInt(2, migration.number());
      statement.setString(3, migration.name());
      statement.setString(4, migration.sha256());
      statement.executeUpdate();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationException("The change of tables was interrupted.", e);
    }
  }
}
