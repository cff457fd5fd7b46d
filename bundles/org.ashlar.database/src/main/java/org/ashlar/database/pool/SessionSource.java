package org.ashlar.database.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.Supplier;

/// What the pool opens its sessions with: the statement limit may change while it runs.
final class SessionSource extends PlainDataSource {
  private final Supplier<Sessions> sessions;
  private volatile Duration limit;

  SessionSource(Supplier<Sessions> sessions, Duration limit) {
    this.sessions = sessions;
    this.limit = limit;
  }

  void limit(Duration changed) {
    limit = changed;
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      return sessions.get().named("pool").limited(limit).getConnection();
    } catch (DatabaseUnavailableException e) {
      throw new SQLTransientConnectionException(e.getMessage(), e);
    }
  }
}
