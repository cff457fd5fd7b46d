package org.ashlar.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.ashlar.base.context.Meter;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.store.sql.Database;
import org.jspecify.annotations.Nullable;

/// Single statements on pooled connections, each charged to the current context. Any thread.
final class Pool {
  private final DatabaseAccess database;
  private final SqlSessionFactory sessions;

  Pool(DatabaseAccess database, SqlSessionFactory sessions) {
    this.database = database;
    this.sessions = sessions;
  }

  /// Runs one statement. One whose connection turns out to be dead is repeated once: reads, and the
  /// few writes made here, may be.
  <M, R extends @Nullable Object> R run(
      Class<M> mapper, Function<? super M, ? extends R> statement) {
    try {
      return database.<R>call(db -> attempt(db, mapper, statement));
    } catch (PersistenceException e) {
      SQLException error = SqlFaults.cause(e);
      if (error == null || !SqlFaults.isBroken(error)) {
        throw SqlFaults.of("The database refused a statement", e);
      }
      return again(mapper, statement);
    }
  }

  private <M, R extends @Nullable Object> R again(
      Class<M> mapper, Function<? super M, ? extends R> statement) {
    try {
      return database.<R>call(db -> attempt(db, mapper, statement));
    } catch (PersistenceException e) {
      throw SqlFaults.of("The database did not answer", e);
    }
  }

  private <M, R extends @Nullable Object> R attempt(
      Database db, Class<M> type, Function<? super M, ? extends R> statement) {
    try (Connection connection = db.pool().getConnection()) {
      long start = System.nanoTime();
      try (SqlSession session = sessions.openSession(connection)) {
        return statement.apply(session.getMapper(type));
      } finally {
        charge(System.nanoTime() - start);
      }
    } catch (SQLException e) {
      throw new PersistenceException("no connection", e);
    }
  }

  private static void charge(long nanos) {
    Meter meter = RequestContext.current().meter();
    meter.add(Charge.DATABASE_TIME, nanos);
    meter.add(Charge.STATEMENTS, 1);
  }

  /// Charges rows that were read.
  static <C extends Collection<?>> C rows(C rows) {
    RequestContext.current().meter().add(Charge.ROWS, rows.size());
    return rows;
  }
}
