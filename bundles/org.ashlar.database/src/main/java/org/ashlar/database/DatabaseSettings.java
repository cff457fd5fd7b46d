package org.ashlar.database;

import java.time.Duration;
import java.util.List;
import org.ashlar.database.pool.Credentials;
import org.ashlar.database.pool.PoolSettings;

/// One reading of the configuration.
///
/// @param url JDBC URL, empty for our own server
/// @param credentials who we are at the URL
/// @param pool the pool as wished for
/// @param extra settings for our own server
record DatabaseSettings(
    String url, Credentials credentials, PoolSettings pool, List<String> extra) {
  /// Sessions that stay free for the writer, migrations, the superuser and tools.
  private static final int RESERVED = 10;

  private static final int FEWEST_SESSIONS = 40;

  DatabaseSettings {
    extra = List.copyOf(extra);
  }

  static DatabaseSettings of(DatabaseConfig config) {
    return new DatabaseSettings(
        config.url().strip(),
        new Credentials(config.user(), config.password()),
        new PoolSettings(
            config.poolSize(),
            Duration.ofSeconds(config.connectionTimeoutSeconds()),
            Duration.ofSeconds(config.statementTimeoutSeconds())),
        List.of(config.postgresSettings()));
  }

  boolean embedded() {
    return url.isEmpty();
  }

  /// The URL without what may be secret in it.
  String name() {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  /// Sessions that our own server must allow: while this bundle is swapped, two pools exist.
  int sessions() {
    return Math.max(FEWEST_SESSIONS, 2 * pool.size() + RESERVED);
  }

  /// The pool that fits twice into what a server allows.
  ///
  /// @param allowed the server's `max_connections`
  PoolSettings poolWithin(int allowed) {
    int fitting = Math.max(1, (allowed - RESERVED) / 2);
    return new PoolSettings(Math.min(pool.size(), fitting), pool.patience(), pool.statementLimit());
  }

  /// Whether the other differs in what is read at the start only.
  boolean needsRestartFor(DatabaseSettings other) {
    return !url.equals(other.url)
        || !credentials.equals(other.credentials)
        || !pool.patience().equals(other.pool.patience())
        || !extra.equals(other.extra);
  }
}
