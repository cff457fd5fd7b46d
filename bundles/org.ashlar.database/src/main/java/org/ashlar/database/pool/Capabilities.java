package org.ashlar.database.pool;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a PostgreSQL that someone else runs must be able to do. It is asked once, before anything
/// is written.
public final class Capabilities {
  private static final Logger LOG = LoggerFactory.getLogger(Capabilities.class);
  private static final int OLDEST = 130_000;

  private final DataSource sessions;
  private final String name;

  /// @param sessions opens sessions with the server, not pooled by us
  /// @param name what to call the server in messages, such as its URL
  public Capabilities(DataSource sessions, String name) {
    this.sessions = sessions;
    this.name = name;
  }

  /// Checks all.
  ///
  /// @return the server's `max_connections`
  /// @throws DatabaseUnavailableException when something is missing
  public int check() {
    try (Connection connection = sessions.getConnection();
        Statement statement = connection.createStatement()) {
      version(statement);
      encoding(statement);
      writable(statement);
      directSessions(statement);
      durability(statement);
      return Integer.parseInt(text(statement, "show max_connections"));
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private void version(Statement statement) throws SQLException {
    int version = Integer.parseInt(text(statement, "show server_version_num"));
    if (version < OLDEST) {
      throw new DatabaseUnavailableException(
          "The database %s is PostgreSQL %s; version 13 or newer is needed."
              .formatted(name, text(statement, "show server_version")));
    }
  }

  private void encoding(Statement statement) throws SQLException {
    String encoding = text(statement, "show server_encoding");
    if (!encoding.equals("UTF8")) {
      throw new DatabaseUnavailableException(
          "The database %s has the encoding %s; make it anew with: create database NAME encoding 'UTF8' template template0"
              .formatted(name, encoding));
    }
  }

  private void writable(Statement statement) throws SQLException {
    if (text(statement, "select pg_is_in_recovery()").equals("t")
        || text(statement, "show transaction_read_only").equals("on")) {
      throw new DatabaseUnavailableException(
          "The database " + name + " is read-only, as a replica is; give the URL of the primary.");
    }
    if (!text(statement, "select coalesce(has_schema_privilege(current_schema(), 'create'), false)")
        .equals("t")) {
      throw new DatabaseUnavailableException(
          "The role %s may not make tables in the database %s; run there: grant create on schema public to %s"
              .formatted(
                  text(statement, "select current_user"),
                  name,
                  text(statement, "select quote_ident(current_user)")));
    }
  }

  /// A transaction pooler gives each transaction another session: then a lock that is to be held
  /// for long is held by nobody. While a second session is kept inside a transaction, the first
  /// must stay what it was.
  private void directSessions(Statement first) throws SQLException {
    long key = System.nanoTime();
    String session = text(first, "select pg_backend_pid()");
    boolean locked = flag(first, "select pg_try_advisory_lock(" + key + ")");
    try (Connection connection = sessions.getConnection();
        Statement second = connection.createStatement()) {
      connection.setAutoCommit(false);
      boolean alone =
          !text(second, "select pg_backend_pid()").equals(session)
              && !flag(second, "select pg_try_advisory_lock(" + key + ")");
      boolean same = text(first, "select pg_backend_pid()").equals(session);
      boolean held = flag(first, "select pg_advisory_unlock(" + key + ")");
      connection.rollback();
      if (!locked || !alone || !same || !held) {
        throw new DatabaseUnavailableException(
            "The database "
                + name
                + " does not keep session locks, as behind a transaction pooler; give the URL of"
                + " PostgreSQL itself or of a pooler in session mode.");
      }
    }
  }

  private void durability(Statement statement) throws SQLException {
    for (String setting : new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
      if (text(statement, "show " + setting).equals("off")) {
        LOG.warn(
            "The database {} runs with {} = off: acknowledged messages can be lost in a power cut",
            name,
            setting);
      }
    }
  }

  private DatabaseUnavailableException refused(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String sentence =
        switch (state) {
          case "28000", "28P01" -> "The database %s refuses user and password: %s";
          case "3D000" -> "The database %s does not exist: %s";
          case "08004" -> "The database %s refuses the session: %s";
          case "08001", "08006" -> "The database %s can not be reached: %s";
          default -> "The database %s can not be used: %s";
        };
    return new DatabaseUnavailableException(sentence.formatted(name, e.getMessage()), e);
  }

  private static boolean flag(Statement statement, String query) throws SQLException {
    return text(statement, query).equals("t");
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      String value = rows.next() ? rows.getString(1) : null;
      return value == null ? "" : value;
    }
  }
}
