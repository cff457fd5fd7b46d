package org.ashlar.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.StatementMeter;
import org.jspecify.annotations.Nullable;

/// Work of several statements on one pooled connection: all of it or nothing. Any thread.
final class RoomTransactions {
  private final DatabaseAccess database;
  private final SessionFactory sessions;

  RoomTransactions(DatabaseAccess database, SessionFactory sessions) {
    this.database = database;
    this.sessions = sessions;
  }

  /// Changes something.
  <R extends @Nullable Object> R change(Function<? super SqlSession, ? extends R> work) {
    return run(Connection.TRANSACTION_READ_COMMITTED, false, work);
  }

  /// Reads as of one moment.
  <R extends @Nullable Object> R snapshot(Function<? super SqlSession, ? extends R> work) {
    return run(Connection.TRANSACTION_REPEATABLE_READ, true, work);
  }

  private <R extends @Nullable Object> R run(
      int isolation, boolean readOnly, Function<? super SqlSession, ? extends R> work) {
    try {
      return database.<R>call(db -> attempt(db, isolation, readOnly, work));
    } catch (PersistenceException e) {
      throw SqlFaults.of("The database did not do it", e);
    }
  }

  private <R extends @Nullable Object> R attempt(
      Database db,
      int isolation,
      boolean readOnly,
      Function<? super SqlSession, ? extends R> work) {
    StatementMeter meter = new StatementMeter();
    try (Connection connection = db.pool().getConnection();
        SqlSession session = sessions.open(connection, meter)) {
      begin(connection, meter, isolation, readOnly);
      try {
        R result = work.apply(session);
        long start = System.nanoTime();
        connection.commit();
        meter.lasted("commit", start);
        return result;
      } finally {
        end(connection, meter);
      }
    } catch (SQLException e) {
      throw new PersistenceException("the transaction failed", e);
    }
  }

  private static void begin(
      Connection connection, StatementMeter meter, int isolation, boolean readOnly)
      throws SQLException {
    long start = System.nanoTime();
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(isolation);
    connection.setReadOnly(readOnly);
    meter.lasted("begin", start);
  }

  private static void end(Connection connection, StatementMeter meter) throws SQLException {
    long start = System.nanoTime();
    connection.rollback();
    connection.setReadOnly(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connection.setAutoCommit(true);
    meter.lasted("end", start);
  }
}
