package org.ashlar.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.ashlar.database.PooledDatabase;
import org.ashlar.database.embedded.EmbeddedServer;
import org.ashlar.database.pool.PoolSettings;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.store.AppendResult;
import org.ashlar.store.SampleRoom;
import org.ashlar.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The disk of the database is in fact full: a small file system in memory that nothing else is on.
/// Only root can make one; skipped for others.
class FullDiskTest {
  private static final int MEGABYTE = 1 << 20;
  private static final int ROOMS = 400;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private Path disk;

  /// Elsewhere, as it has to be written, too.
  private Path log;

  private boolean mounted;
  private EmbeddedServer server;
  private PooledDatabase database;
  private PostgresEventStore store;
  private PostgresRoomUpkeep upkeep;
  private final Random random = new Random(7);
  private final List<SampleRoom> acknowledged = new ArrayList<>();
  private final List<SampleRoom> failed = new ArrayList<>();

  @BeforeEach
  void start() throws IOException, InterruptedException {
    disk = Files.createTempDirectory("ashlar-full-disk-");
    Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rwxr-xr-x"));
    log = Files.createTempFile("ashlar-full-disk-", ".log");
    mounted = run("mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "tmpfs", disk.toString());
    assumeTrue(mounted, "only root, where mounting is permitted, can make a small disk");
    Files.createSymbolicLink(disk.resolve("postgres.log"), log);
    server =
        new EmbeddedServer(
            disk,
            new EmbeddedServer.Options(
                20,
                List.of("min_wal_size=32MB", "max_wal_size=32MB", "shared_buffers=32MB"),
                TemporaryDatabase.programs()));
    server.start();
    database =
        new PooledDatabase(
            server::sessions, new PoolSettings(4, Duration.ofSeconds(10), Duration.ofSeconds(30)));
    server.onRestart(database::replaceSessions);
    store = TestStores.writing(database);
    upkeep = TestStores.upkeep(database);
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    if (mounted) {
      if (store != null) {
        store.deactivate();
        database.close();
      }
      server.close();
      run("umount", disk.toString());
    }
    Files.delete(disk);
    Files.delete(log);
  }

  @Test
  void whatWasAcknowledgedIsThereAndSendingGoesOnWhenThereIsSpaceAgain() throws Exception {
    // Given
    for (int i = 0; i < 10; i++) {
      assertThat(append()).isInstanceOf(AppendResult.Stored.class);
    }
    // When
    fill();
    for (int i = 0; i < ROOMS && failed.size() < 3; i++) {
      append();
    }
    // Then
    assertThat(failed).as("tables that could not grow").hasSize(3);
    assertThat(store.room(acknowledged.getFirst().id())).isPresent();
    Files.delete(ballast());
    goesOn();
    checkSound();
  }

  @Test
  void theSameWhenTheLogCanNotBeWrittenAndPostgresPanics() throws Exception {
    // Given
    assertThat(append()).isInstanceOf(AppendResult.Stored.class);
    fill();
    // When
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!log().contains("PANIC") && System.nanoTime() < end) {
      switchLog();
      append();
    }
    int before = failed.size();
    append();
    // Then
    assertThat(log()).contains("PANIC").contains("No space left on device");
    assertThat(failed.size()).isPositive().isGreaterThanOrEqualTo(before);
    Files.delete(ballast());
    goesOn();
    checkSound();
  }

  /// Makes a room in one append, with an event of some size.
  private AppendResult append() {
    byte[] seed = new byte[8_000];
    random.nextBytes(seed);
    SampleRoom room = null;
    AppendResult result;
    try {
      room = SampleRoom.create(store, HexFormat.of().formatHex(seed));
      result = room.store();
    } catch (StoreException e) {
      result = new AppendResult.Failed(String.valueOf(e.getMessage()), e.isRetryable());
    }
    if (result instanceof AppendResult.Stored) {
      acknowledged.add(room);
    } else if (room != null) {
      failed.add(room);
    }
    return result;
  }

  /// The store itself waits for a database that is away, so that this does not spin.
  private void goesOn() {
    long end = System.nanoTime() + LIMIT.toNanos();
    AppendResult result = append();
    while (!(result instanceof AppendResult.Stored) && System.nanoTime() < end) {
      result = append();
    }
    assertThat(result).isInstanceOf(AppendResult.Stored.class);
  }

  /// All of a failed append is there, or nothing: an answer may have been lost.
  private void checkSound() {
    for (SampleRoom room : acknowledged) {
      assertThat(upkeep.inspect(room.id())).isEmpty();
      assertThat(store.events(room.made().stream().map(event -> event.id()).toList()))
          .hasSize(room.made().size());
    }
    for (SampleRoom room : failed) {
      if (store.room(room.id()).isPresent()) {
        assertThat(upkeep.inspect(room.id())).isEmpty();
      }
    }
    assertThat(upkeep.orphans()).isEmpty();
  }

  private Path ballast() {
    return disk.resolve("ballast");
  }

  private void fill() throws IOException {
    byte[] piece = new byte[MEGABYTE];
    try (OutputStream out = Files.newOutputStream(ballast())) {
      for (int size = MEGABYTE; size > 0; ) {
        try {
          out.write(piece, 0, size);
        } catch (IOException full) {
          size /= 2;
        }
      }
    }
  }

  /// Leaves the rest of the log's file unused, so that the next record needs another file.
  private void switchLog() {
    try (Connection connection = server.superuser("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_switch_wal()");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).as(e.getMessage()).matches("(08|53|57|XX).*");
    }
  }

  private String log() throws IOException {
    return Files.readString(log);
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }
}
