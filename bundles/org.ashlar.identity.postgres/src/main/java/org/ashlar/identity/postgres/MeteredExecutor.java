package org.ashlar.identity.postgres;

import java.sql.SQLException;
import java.util.List;
import org.apache.ibatis.cache.CacheKey;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.executor.BatchResult;
import org.apache.ibatis.executor.Executor;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.reflection.MetaObject;
import org.apache.ibatis.session.ResultHandler;
import org.apache.ibatis.session.RowBounds;
import org.apache.ibatis.transaction.Transaction;
import org.ashlar.store.sql.StatementMeter;
import org.jspecify.annotations.Nullable;

/// Sends the statements of a session and measures each of them. One thread at a time.
final class MeteredExecutor implements Executor {
  private final Executor executor;
  private final StatementMeter meter;

  /// @param executor sends
  /// @param meter measures
  MeteredExecutor(Executor executor, StatementMeter meter) {
    this.executor = executor;
    this.meter = meter;
  }

  @Override
  public int update(MappedStatement statement, Object parameter) throws SQLException {
    long start = System.nanoTime();
    try {
      return executor.update(statement, parameter);
    } finally {
      meter.executed(name(statement), start, 0);
    }
  }

  @Override
  public <E> List<E> query(
      MappedStatement statement,
      Object parameter,
      RowBounds bounds,
      @Nullable ResultHandler handler,
      CacheKey key,
      BoundSql sql)
      throws SQLException {
    return measured(
        statement, () -> executor.query(statement, parameter, bounds, handler, key, sql));
  }

  @Override
  public <E> List<E> query(
      MappedStatement statement,
      Object parameter,
      RowBounds bounds,
      @Nullable ResultHandler handler)
      throws SQLException {
    return measured(statement, () -> executor.query(statement, parameter, bounds, handler));
  }

  /// Not measured while it is read: nothing here reads by a cursor.
  @Override
  public <E> Cursor<E> queryCursor(MappedStatement statement, Object parameter, RowBounds bounds)
      throws SQLException {
    long start = System.nanoTime();
    try {
      return executor.queryCursor(statement, parameter, bounds);
    } finally {
      meter.executed(name(statement), start, 0);
    }
  }

  @Override
  public List<BatchResult> flushStatements() throws SQLException {
    return executor.flushStatements();
  }

  @Override
  public void commit(boolean required) throws SQLException {
    executor.commit(required);
  }

  @Override
  public void rollback(boolean required) throws SQLException {
    executor.rollback(required);
  }

  @Override
  public CacheKey createCacheKey(
      MappedStatement statement, Object parameter, RowBounds bounds, BoundSql sql) {
    return executor.createCacheKey(statement, parameter, bounds, sql);
  }

  @Override
  public boolean isCached(MappedStatement statement, CacheKey key) {
    return executor.isCached(statement, key);
  }

  @Override
  public void clearLocalCache() {
    executor.clearLocalCache();
  }

  @Override
  public void deferLoad(
      MappedStatement statement,
      MetaObject result,
      String property,
      CacheKey key,
      Class<?> targetType) {
    executor.deferLoad(statement, result, property, key, targetType);
  }

  @Override
  public Transaction getTransaction() {
    return executor.getTransaction();
  }

  @Override
  public void close(boolean forceRollback) {
    executor.close(forceRollback);
  }

  @Override
  public boolean isClosed() {
    return executor.isClosed();
  }

  @Override
  public void setExecutorWrapper(Executor wrapper) {
    executor.setExecutorWrapper(wrapper);
  }

  private <E> List<E> measured(MappedStatement statement, Query<E> query) throws SQLException {
    long start = System.nanoTime();
    int rows = 0;
    try {
      List<E> found = query.send();
      rows = found.size();
      return found;
    } finally {
      meter.executed(name(statement), start, rows);
    }
  }

  /// The mapper and the method, without the package.
  private static String name(MappedStatement statement) {
    String id = statement.getId();
    return id.substring(id.lastIndexOf('.', id.lastIndexOf('.') - 1) + 1);
  }

  /// A query in one of its two forms.
  private interface Query<E> {
    List<E> send() throws SQLException;
  }
}
