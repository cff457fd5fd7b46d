package org.ashlar.database.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.ashlar.base.context.Meter;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.metric.Histograms;
import org.ashlar.base.metric.Metrics;

/// The shared sessions. Whoever waits for one is charged for it. Any thread.
public final class ConnectionPool extends PlainDataSource implements AutoCloseable {
  private static final int IDLE_SESSIONS = 2;
  private static final Duration IDLE_TIME = Duration.ofMinutes(5);
  private static final long NOTICEABLE = 100_000;
  private static final Histograms.Histogram WAITS =
      Metrics.current()
          .seconds("database_schedule_seconds", "Waits for a database connection, in seconds.")
          .with();

  private final SessionSource source;
  private final HikariDataSource pool;
  private PoolSettings settings;

  /// Opens a pool; sessions are opened when they are asked for.
  ///
  /// @param sessions what opens them, asked for each
  /// @param settings sizes and times
  public ConnectionPool(Supplier<Sessions> sessions, PoolSettings settings) {
    this.source = new SessionSource(sessions, settings.statementLimit());
    this.settings = settings;
    this.pool = new HikariDataSource(config(source, settings));
  }

  private static HikariConfig config(DataSource source, PoolSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("database");
    config.setDataSource(source);
    config.setMaximumPoolSize(settings.size());
    config.setMinimumIdle(Math.min(IDLE_SESSIONS, settings.size()));
    config.setIdleTimeout(IDLE_TIME.toMillis());
    config.setConnectionTimeout(settings.patience().toMillis());
    config.setValidationTimeout(Math.min(settings.patience().toMillis(), 2000));
    config.setInitializationFailTimeout(-1);
    // HikariCP's own few threads; they live and die with the pool.
    config.setThreadFactory(Thread.ofPlatform().daemon().name("database/pool-", 0).factory());
    return config;
  }

  /// Changes size and statement limit of the running pool, not its patience. A new limit holds for
  /// sessions that are opened from now on; the others are replaced as they come back.
  ///
  /// @param changed the new settings
  public synchronized void apply(PoolSettings changed) {
    if (changed.equals(settings)) {
      return;
    }
    pool.getHikariConfigMXBean().setMaximumPoolSize(changed.size());
    pool.getHikariConfigMXBean().setMinimumIdle(Math.min(IDLE_SESSIONS, changed.size()));
    if (!changed.statementLimit().equals(settings.statementLimit())) {
      source.limit(changed.statementLimit());
      replaceSessions();
    }
    settings = changed;
  }

  /// How the sessions are used now.
  ///
  /// @return the counts
  public PoolUse use() {
    HikariPoolMXBean now = pool.getHikariPoolMXBean();
    return new PoolUse(
        now.getActiveConnections(),
        now.getIdleConnections(),
        now.getThreadsAwaitingConnection(),
        pool.getHikariConfigMXBean().getMaximumPoolSize());
  }

  /// Closes idle sessions now and busy ones as they come back; for when the server was restarted.
  public void replaceSessions() {
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  /// Charges the wait, also one in vain; where it can be felt it is a piece of the request's time.
  @Override
  public Connection getConnection() throws SQLException {
    long start = System.nanoTime();
    try {
      return pool.getConnection();
    } finally {
      waited(start, System.nanoTime() - start);
    }
  }

  private static void waited(long start, long nanos) {
    WAITS.record(nanos);
    RequestContext context = RequestContext.current();
    context.meter().add(Meter.Charge.CONNECTION_WAIT, nanos);
    if (nanos >= NOTICEABLE) {
      context.span().add("connection", start, nanos);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
