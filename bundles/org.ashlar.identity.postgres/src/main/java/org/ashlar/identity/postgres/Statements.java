package org.ashlar.identity.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.executor.Executor;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.defaults.DefaultSqlSession;
import org.apache.ibatis.transaction.Transaction;
import org.apache.ibatis.transaction.managed.ManagedTransaction;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.StatementMeter;
import org.jspecify.annotations.Nullable;

/// Runs single statements on pooled connections, each its own transaction, and charges them to the
/// current context. Any thread.
final class Statements {
  private final DatabaseAccess database;
  private final Configuration configuration = configured();

  Statements(DatabaseAccess database) {
    this.database = database;
  }

  /// Runs a statement.
  ///
  /// @throws org.ashlar.store.StoreException when the database fails
  <M, R extends @Nullable Object> R run(
      Class<M> mapper, Function<? super M, ? extends R> statement) {
    try {
      return database.<R>call(db -> attempt(db, mapper, statement));
    } catch (PersistenceException e) {
      throw SqlFaults.of(e);
    }
  }

  /// Runs several statements in one transaction.
  ///
  /// @throws org.ashlar.store.StoreException when the database fails; nothing is stored then
  <M, R extends @Nullable Object> R together(
      Class<M> mapper, Function<? super M, ? extends R> statements) {
    try {
      return database.<R>call(db -> transaction(db, mapper, statements));
    } catch (PersistenceException e) {
      throw SqlFaults.of(e);
    }
  }

  private <M, R extends @Nullable Object> R transaction(
      Database db, Class<M> mapper, Function<? super M, ? extends R> statements) {
    StatementMeter meter = new StatementMeter();
    try (Connection connection = db.pool().getConnection()) {
      connection.setAutoCommit(false);
      try (SqlSession session = open(connection, meter)) {
        R result = statements.apply(session.getMapper(mapper));
        long start = System.nanoTime();
        connection.commit();
        meter.lasted("commit", start);
        return result;
      }
    } catch (SQLException e) {
      throw new PersistenceException("no connection", e);
    }
  }

  private <M, R extends @Nullable Object> R attempt(
      Database db, Class<M> mapper, Function<? super M, ? extends R> statement) {
    try (Connection connection = db.pool().getConnection();
        SqlSession session = open(connection, new StatementMeter())) {
      return statement.apply(session.getMapper(mapper));
    } catch (SQLException e) {
      throw new PersistenceException("no connection", e);
    }
  }

  private SqlSession open(Connection connection, StatementMeter meter) throws SQLException {
    Transaction transaction = new ManagedTransaction(connection, true);
    Executor executor = configuration.newExecutor(transaction, ExecutorType.SIMPLE);
    return new DefaultSqlSession(
        configuration, new MeteredExecutor(executor, meter), connection.getAutoCommit());
  }

  private static Configuration configured() {
    Configuration configuration = new Configuration();
    configuration.setCacheEnabled(false);
    configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
    List.<Class<?>>of(long[].class, Long[].class, String[].class, byte[][].class)
        .forEach(type -> register(configuration, type));
    // MyBatis looks for classes by name through this loader, and only while it reads a mapper.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Statements.class.getClassLoader());
    try {
      configuration.addMapper(AccountMapper.class);
      configuration.addMapper(AuditMapper.class);
      configuration.addMapper(DataMapper.class);
      configuration.addMapper(CheckpointMapper.class);
      configuration.addMapper(DirectoryMapper.class);
      configuration.addMapper(PresenceMapper.class);
      configuration.addMapper(RoomRowMapper.class);
    } finally {
      thread.setContextClassLoader(before);
    }
    return configuration;
  }

  private static <T> void register(Configuration configuration, Class<T> type) {
    configuration.getTypeHandlerRegistry().register(type, new ArrayHandler<>(type));
  }
}
