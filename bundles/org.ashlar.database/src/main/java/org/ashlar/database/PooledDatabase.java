package org.ashlar.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.ashlar.database.migration.MigrationRunner;
import org.ashlar.database.pool.ConnectionPool;
import org.ashlar.database.pool.PoolSettings;
import org.ashlar.database.pool.PoolUse;
import org.ashlar.database.pool.Sessions;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.Migration;

/// A database with its pool. Any thread.
public final class PooledDatabase implements Database, AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final Supplier<Sessions> sessions;
  private final ConnectionPool pool;
  private final Duration patience;

  /// Opens the pool.
  ///
  /// @param sessions how sessions are opened, asked each time as a server may move when it restarts
  /// @param settings sizes and times of the pool
  public PooledDatabase(Supplier<Sessions> sessions, PoolSettings settings) {
    this.sessions = sessions;
    this.pool = new ConnectionPool(sessions, settings);
    this.patience = settings.patience();
  }

  @Override
  public DataSource pool() {
    return pool;
  }

  @Override
  public Connection open(String role) throws SQLException {
    return sessions.get().named(role).answering(silence()).getConnection();
  }

  /// Whoever has a session of his own waits as long as others do for one, but not so short that a
  /// disk which is slow for a moment ends it.
  private Duration silence() {
    return patience.compareTo(SILENCE) > 0 ? patience : SILENCE;
  }

  @Override
  public void migrate(String owner, List<Migration> migrations) {
    new MigrationRunner(sessions.get()).run(owner, migrations);
  }

  /// How the sessions of the pool are used now.
  ///
  /// @return the counts
  public PoolUse use() {
    return pool.use();
  }

  /// Changes the running pool.
  ///
  /// @param settings new sizes and times
  public void apply(PoolSettings settings) {
    pool.apply(settings);
  }

  /// Replaces all sessions of the pool, as the server was restarted.
  public void replaceSessions() {
    pool.replaceSessions();
  }

  @Override
  public void close() {
    pool.close();
  }
}
