package org.ashlar.database.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.ashlar.database.PooledDatabase;
import org.ashlar.database.embedded.EmbeddedServer;
import org.ashlar.database.pool.Credentials;
import org.ashlar.database.pool.PoolSettings;
import org.ashlar.database.pool.Sessions;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.Migration;

/// A fresh, empty database on a real PostgreSQL. The server is started once per JVM in a temporary
/// folder, without fsync, and removed when the JVM ends; its programs are unpacked once per
/// machine.
///
/// ```java
/// static final TemporaryDatabase DATABASE = TemporaryDatabase.create(); // close it in @AfterAll
/// ```
public final class TemporaryDatabase implements Database, AutoCloseable {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Path PROGRAMS =
      Path.of(System.getProperty("java.io.tmpdir"), "ashlar-test-postgres");
  private static final int POOL = 8;
  private static final int SESSIONS = 100;

  private final String name;
  private final PooledDatabase database;

  private TemporaryDatabase(String name) {
    this.name = name;
    this.database =
        new PooledDatabase(
            () -> Server.SHARED.sessions(name),
            new PoolSettings(POOL, Duration.ofSeconds(10), Duration.ofSeconds(60)));
  }

  /// Makes an empty database.
  public static TemporaryDatabase create() {
    String name = "test_" + NUMBERS.incrementAndGet();
    Server.SHARED.execute("create database " + name + " owner ashlar");
    return new TemporaryDatabase(name);
  }

  /// The folder into which the programs of PostgreSQL have been unpacked.
  public static Path programs() {
    Server.SHARED.execute("select 1");
    return PROGRAMS;
  }

  @Override
  public DataSource pool() {
    return database.pool();
  }

  @Override
  public Connection open(String role) throws SQLException {
    return database.open(role);
  }

  @Override
  public void migrate(String owner, List<Migration> migrations) {
    database.migrate(owner, migrations);
  }

  /// Sessions outside of any pool, for tests of the database bundle itself.
  public Sessions sessions() {
    return Server.SHARED.sessions(name);
  }

  /// Sessions of a new role that owns nothing.
  public Sessions stranger(String role) {
    Server.SHARED.execute("create role \"" + role + "\" login password 'secret'");
    return Server.SHARED.sessions(name).as(new Credentials(role, "secret"));
  }

  /// Drops the database.
  @Override
  public void close() {
    database.close();
    Server.SHARED.execute("drop database " + name + " with (force)");
  }

  private static final class Server {
    static final Server SHARED = new Server();

    private final EmbeddedServer server;

    private Server() {
      try {
        Path folder = Files.createTempDirectory("ashlar-test-");
        server =
            new EmbeddedServer(
                folder,
                new EmbeddedServer.Options(
                    SESSIONS,
                    List.of("fsync=off", "full_page_writes=off", "shared_buffers=64MB"),
                    PROGRAMS));
        server.start();
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      server.close();
                      delete(folder);
                    }));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Sessions sessions(String database) {
      return server.sessions().in(database);
    }

    void execute(String sql) {
      try (Connection connection = server.superuser("postgres").getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }

    private static void delete(Path folder) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
