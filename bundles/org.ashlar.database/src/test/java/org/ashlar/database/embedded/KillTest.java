package org.ashlar.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.ashlar.database.PooledDatabase;
import org.ashlar.database.pool.PoolSettings;
import org.ashlar.database.test.TemporaryDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
  private static final int KILLS = Integer.getInteger("ashlar.test.kills", 4);
  private static final int WRITERS = 8;
  private static final long SEED = Long.getLong("ashlar.test.seed", 20_260_101L);

  @TempDir Path folder;
  private final Set<Long> acknowledged = new ConcurrentSkipListSet<>();
  private final Semaphore rows = new Semaphore(0);
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicBoolean done = new AtomicBoolean();

  @Test
  void keepsEveryAcknowledgedRowOverKillsUnderLoad() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    EmbeddedServer.Options options =
        new EmbeddedServer.Options(40, List.of(), TemporaryDatabase.programs());
    try (EmbeddedServer server = new EmbeddedServer(folder, options)) {
      server.start();
      try (PooledDatabase database =
          new PooledDatabase(
              server::sessions,
              new PoolSettings(WRITERS, Duration.ofSeconds(30), Duration.ofSeconds(30)))) {
        server.onRestart(database::replaceSessions);
        underLoad(database, server);
        assertThat(stored(database)).containsAll(acknowledged);
      }
    }
    assertThat(acknowledged).hasSizeGreaterThan(KILLS);
  }

  private void underLoad(PooledDatabase database, EmbeddedServer server) throws Exception {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table kept (x bigint primary key)");
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WRITERS; i++) {
        threads.submit(() -> write(database));
      }
      kill(server);
      done.set(true);
    }
  }

  /// Each kill waits until some rows were acknowledged since the one before.
  private void kill(EmbeddedServer server) throws InterruptedException {
    Random random = new Random(SEED);
    Semaphore restarts = new Semaphore(0);
    server.onRestart(restarts::release);
    for (int i = 0; i < KILLS; i++) {
      rows.drainPermits();
      rows.acquire(1 + random.nextInt(200));
      ProgramRun.of(List.of("/bin/sh", "-c", "kill -9 " + server.pid()));
      assertThat(restarts.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void write(PooledDatabase database) {
    while (!done.get()) {
      long number = numbers.incrementAndGet();
      try (Connection connection = database.pool().getConnection();
          PreparedStatement statement =
              connection.prepareStatement("insert into kept values (?)")) {
        statement.setLong(1, number);
        statement.executeUpdate();
        acknowledged.add(number);
        rows.release();
      } catch (SQLException e) {
        // Not acknowledged; the next row is another.
      }
    }
  }

  private static Set<Long> stored(PooledDatabase database) throws SQLException {
    Set<Long> stored = new TreeSet<>();
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("select x from kept")) {
      while (found.next()) {
        stored.add(found.getLong(1));
      }
    }
    return stored;
  }
}
