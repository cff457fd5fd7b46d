package org.ashlar.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.ashlar.database.PooledDatabase;
import org.ashlar.database.pool.DatabaseUnavailableException;
import org.ashlar.database.pool.PoolSettings;
import org.ashlar.database.test.DatabaseTemplate;
import org.ashlar.database.test.TemporaryDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {
  private static final Path BINARIES = TemporaryDatabase.programs();

  @TempDir Path folder;
  private Path data;
  private EmbeddedServer server;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    data = Files.createDirectory(folder.resolve("data"));
    DatabaseTemplate.copyTo(data);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void keepsItsDataAndItsPasswordOverAStop() throws Exception {
    start(data);
    write(7);
    Path socket = PostmasterFile.read(server.pgData()).orElseThrow().socket();
    long first = server.pid();
    server.close();

    assertThat(ProcessHandle.of(first)).isEmpty();
    assertThat(socket.getParent()).doesNotExist();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("postgres.password"))))
        .isEqualTo("rw-------");
    start(data);
    assertThat(read()).isEqualTo(7);
    assertThat(server.wasAdopted()).isFalse();
  }

  @Test
  void keepsEveryNameRelativeSoThatTheFolderCanMove() throws Exception {
    start(data);
    write(7);
    server.close();
    for (String file : List.of("postgresql.conf", "postgresql.auto.conf", "pg_hba.conf")) {
      assertThat(data.resolve("postgres").resolve(file)).content().doesNotContain(data.toString());
    }

    Path copy = folder.resolve("copy");
    copy(data, copy);
    start(copy);

    assertThat(read()).isEqualTo(7);
  }

  @Test
  void startsAgainWhenItIsKilledAndThePoolRecovers() throws Exception {
    start(data);
    CountDownLatch restarted = new CountDownLatch(1);
    try (PooledDatabase database =
        new PooledDatabase(
            server::sessions,
            new PoolSettings(4, Duration.ofSeconds(20), Duration.ofSeconds(10)))) {
      server.onRestart(database::replaceSessions);
      server.onRestart(restarted::countDown);
      write(database.pool(), 7);
      long killed = server.pid();

      kill(killed);

      assertThat(restarted.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(server.pid()).isNotEqualTo(killed);
      assertThat(read(database.pool())).isEqualTo(7);
    }
  }

  @Test
  void adoptsWhatAKilledPredecessorLeftAndEndsItsSessions() throws Exception {
    start(data);
    write(7);
    long orphan = server.pid();
    Connection old = server.sessions().getConnection();
    server.detach();

    start(data);

    assertThat(server.wasAdopted()).isTrue();
    assertThat(server.pid()).isEqualTo(orphan);
    assertThat(read()).isEqualTo(7);
    assertThatThrownBy(() -> old.createStatement().execute("select 1"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void replacesAnOrphanThatRunsWithOtherSettings() throws Exception {
    start(data);
    write(7);
    long orphan = server.pid();
    server.detach();

    start(data, "work_mem=5MB");

    assertThat(server.wasAdopted()).isFalse();
    assertThat(ProcessHandle.of(orphan)).isEmpty();
    assertThat(read()).isEqualTo(7);
  }

  @Test
  void startsAfterTheOrphanWasKilledToo() throws Exception {
    start(data);
    write(7);
    long orphan = server.pid();
    server.detach();
    kill(orphan);

    start(data);

    assertThat(server.wasAdopted()).isFalse();
    assertThat(read()).isEqualTo(7);
  }

  @Test
  void isNotMisledByAnOldFileWhoseNumberBelongsToAStranger() throws Exception {
    start(data);
    write(7);
    Path file = PostmasterFile.file(server.pgData());
    List<String> lines = Files.readAllLines(file);
    server.close();
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(file, lines);

    start(data);

    assertThat(read()).isEqualTo(7);
  }

  @Test
  void isHandedToTheNextGenerationInThisProcess() throws Exception {
    start(data);
    write(7);
    EmbeddedServer old = server;
    start(data);
    assertThat(server.pid()).isEqualTo(old.pid());
    old.detach();
    CountDownLatch restarted = new CountDownLatch(1);
    server.onRestart(restarted::countDown);

    kill(server.pid());

    assertThat(restarted.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(read()).isEqualTo(7);
    long last = server.pid();
    server.close();
    assertThat(ProcessHandle.of(last)).isEmpty();
  }

  @Test
  void setsANewPasswordWhenItsFileWasLost() throws Exception {
    start(data);
    write(7);
    server.close();
    Files.delete(data.resolve("postgres.password"));

    start(data);

    assertThat(read()).isEqualTo(7);
  }

  @Test
  void livesBelowALongPath() throws Exception {
    Path path = folder;
    while (path.toString().length() < 200) {
      path = path.resolve("a-rather-long-name-of-a-folder");
    }
    Files.createDirectories(path);

    start(path);

    write(7);
    assertThat(read()).isEqualTo(7);
  }

  @Test
  void livesBelowAFolderThatIsClosedToOthers() throws Exception {
    assumeTrue(Account.ofThisProcess().isRoot(), "only root gives the database to another user");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    Path below = Files.createDirectory(closed.resolve("data"));
    server = new EmbeddedServer(below, new EmbeddedServer.Options(40, List.of(), null));
    server.start();
    write(7);
    server.close();

    server = new EmbeddedServer(below, new EmbeddedServer.Options(40, List.of(), null));
    server.start();

    assertThat(read()).isEqualTo(7);
    assertThat(Folders.owner(server.pgData())).isNotZero();
  }

  @Test
  void takesAFolderThatAnotherUserOwned() throws Exception {
    assumeTrue(Account.ofThisProcess().isRoot(), "only root may take it");
    start(data);
    write(7);
    server.close();
    Folders.giveTo(data.resolve("postgres"), new Account(4242, 4242));
    Files.setPosixFilePermissions(
        data.resolve("postgres"), PosixFilePermissions.fromString("rwxr-xr-x"));

    start(data);

    assertThat(read()).isEqualTo(7);
  }

  @Test
  void saysInASentenceWhyAFolderIsOfNoUse() throws Exception {
    data = Files.createDirectory(folder.resolve("other"));
    Path pgData = Files.createDirectory(data.resolve("postgres"));
    Files.writeString(pgData.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> start(data))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessage(
            "The folder " + pgData + " is not a PostgreSQL database; move it away or restore it.");

    Files.writeString(pgData.resolve("PG_VERSION"), "12\n");
    assertThatThrownBy(() -> start(data))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("was made by PostgreSQL 12, and this server brings 18");
  }

  @Test
  void saysWhatPostgresDislikesAboutASetting() {
    assertThatThrownBy(() -> start(data, "shared_buffers=plenty"))
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageContaining("PostgreSQL did not start: ")
        .hasMessageContaining("shared_buffers");
  }

  private void start(Path folder, String... extra) {
    server = new EmbeddedServer(folder, new EmbeddedServer.Options(40, List.of(extra), BINARIES));
    server.start();
  }

  private static void kill(long pid) {
    assertThat(ProgramRun.of(List.of("/bin/sh", "-c", "kill -9 " + pid)).succeeded()).isTrue();
  }

  private void write(int value) throws SQLException {
    write(server.sessions(), value);
  }

  private int read() throws SQLException {
    return read(server.sessions());
  }

  private static void write(DataSource source, int value) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table kept (x integer)");
      statement.execute("insert into kept values (" + value + ")");
    }
  }

  private static int read(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select x from kept")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /// As `cp -r` by root: everything then belongs to us and is open.
  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectory(to.resolve(from.relativize(path)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                path, to.resolve(from.relativize(path)), StandardCopyOption.REPLACE_EXISTING);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
