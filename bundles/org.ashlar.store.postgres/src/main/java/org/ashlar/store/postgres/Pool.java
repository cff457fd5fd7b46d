package org.ashlar.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.StatementMeter;
import org.jspecify.annotations.Nullable;

/// Single statements on pooled connections, each charged to the current context. Any thread.
final class Pool {
  private final DatabaseAccess database;
  private final SessionFactory sessions;

  Pool(DatabaseAccess database, SessionFactory sessions) {
    this.database = database;
    this.sessions = sessions;
  }

  /// Runs one statement. One whose connection turns out to be dead is repeated once: reads, and the
  /// few writes made here, may be.
  <M, R extends @Nullable Object> R run(
      Class<M> mapper, Function<? super M, ? extends R> statement) {
    StatementMeter meter = new StatementMeter();
    try {
      return database.<R>call(db -> attempt(db, meter, mapper, statement));
    } catch (PersistenceException e) {
      SQLException error = SqlFaults.cause(e);
      if (error == null || !SqlFaults.isBroken(error)) {
        throw SqlFaults.of("The database refused a statement", e);
      }
      meter.again();
      return again(meter, mapper, statement);
    }
  }

  private <M, R extends @Nullable Object> R again(
      StatementMeter meter, Class<M> mapper, Function<? super M, ? extends R> statement) {
    try {
      return database.<R>call(db -> attempt(db, meter, mapper, statement));
    } catch (PersistenceException e) {
      throw SqlFaults.of("The database did not answer", e);
    }
  }

  private <M, R extends @Nullable Object> R attempt(
      Database db,
      StatementMeter meter,
      Class<M> type,
      Function<? super M, ? extends R> statement) {
    try (Connection connection = db.pool().getConnection();
        SqlSession session = sessions.open(connection, meter)) {
      return statement.apply(session.getMapper(type));
    } catch (SQLException e) {
      throw new PersistenceException("no connection", e);
    }
  }
}
