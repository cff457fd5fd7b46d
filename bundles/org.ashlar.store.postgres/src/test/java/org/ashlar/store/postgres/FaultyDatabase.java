package org.ashlar.store.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.Migration;
import org.jspecify.annotations.Nullable;

/// A database whose writer's session can be cut around a batch: before it is sent, or after it was
/// committed and before the answer arrives. Or every commit can be made slow.
public final class FaultyDatabase implements Database {
  /// When the session is cut.
  enum Cut {
    BEFORE_COMMIT,
    AFTER_COMMIT
  }

  private final Database database;
  private final AtomicReference<@Nullable Cut> next = new AtomicReference<>();
  private volatile boolean refusing;
  private volatile Duration latency = Duration.ZERO;

  public FaultyDatabase(Database database) {
    this.database = database;
  }

  /// Makes every batch take that much longer from now on.
  public void slow(Duration time) {
    latency = time;
  }

  /// Cuts the next batch.
  void cutNext(Cut cut) {
    next.set(cut);
  }

  /// Refuses new sessions, or not.
  void refuse(boolean value) {
    refusing = value;
  }

  @Override
  public DataSource pool() {
    return database.pool();
  }

  @Override
  public Connection open(String role) throws SQLException {
    if (refusing) {
      throw new SQLException("refused by the test", "08001");
    }
    Connection real = database.open(role);
    return proxy(Connection.class, (proxy, method, args) -> connection(real, method, args));
  }

  @Override
  public void migrate(String owner, List<Migration> migrations) {
    database.migrate(owner, migrations);
  }

  private Object connection(Connection real, Method method, Object[] args) throws Throwable {
    Object result = call(real, method, args);
    if (result instanceof PreparedStatement statement
        && args[0] instanceof String sql
        && sql.contains("UPDATE writers SET commits")) {
      return proxy(
          PreparedStatement.class, (proxy, on, with) -> statement(real, statement, on, with));
    }
    return result;
  }

  private Object statement(
      Connection real, PreparedStatement statement, Method method, Object[] args) throws Throwable {
    boolean executes = method.getName().equals("execute");
    if (executes) {
      LockSupport.parkNanos(latency.toNanos());
    }
    Cut cut = executes ? next.getAndSet(null) : null;
    if (cut == null) {
      return call(statement, method, args);
    }
    if (cut == Cut.AFTER_COMMIT) {
      call(statement, method, args);
    }
    real.close();
    throw new SQLException("cut by the test", "08006");
  }

  private static Object call(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            FaultyDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
