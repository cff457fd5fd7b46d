package org.ashlar.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.ashlar.database.test.DatabaseTemplate;
import org.ashlar.database.test.TemporaryDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
  private static final Path PROGRAMS = TemporaryDatabase.programs();
  private static final Account STRANGER = new Account(4242, 4242);

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    data = Files.createDirectory(folder.resolve("data"));
  }

  @Test
  void findsWhatAKilledServerLeftRunning() throws IOException {
    DatabaseTemplate.copyTo(data);
    ServerProcess killed = ServerProcess.start(List.of(), data, PROGRAMS);
    killed.kill();
    assertThat(ProcessHandle.of(killed.pid())).isPresent();

    try (ServerProcess next = ServerProcess.start(List.of(), data, PROGRAMS)) {
      assertThat(next.pid()).isEqualTo(killed.pid());
    }

    assertThat(ProcessHandle.of(killed.pid()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void leavesADataFolderThatIsInUseAlone() throws IOException {
    DatabaseTemplate.copyTo(data);
    try (ServerProcess first = ServerProcess.start(List.of(), data, PROGRAMS);
        ServerProcess second = ServerProcess.start(List.of(), data, PROGRAMS)) {
      assertThat(second.line())
          .isEqualTo(
              "The data folder %s is in use by another server (process %d); stop it first, or give this one a data folder of its own."
                  .formatted(data, first.process().pid()));
    }
  }

  @Test
  void runsAsAnOrdinaryUserWithoutAName() throws IOException {
    assumeTrue(Account.ofThisProcess().isRoot(), "only root can become another user");
    STRANGER.own(data);

    try (ServerProcess server = ServerProcess.start(Way.DROP.prefix(STRANGER), data, PROGRAMS)) {
      assertThat(Account.ownerOf(Path.of("/proc", server.line())).uid()).isEqualTo(4242);
    }
    try (ServerProcess root = ServerProcess.start(List.of(), data, PROGRAMS)) {
      assertThat(Account.ownerOf(Path.of("/proc", root.line())).uid()).isEqualTo(4242);
    }
    try (ServerProcess again = ServerProcess.start(Way.DROP.prefix(STRANGER), data, PROGRAMS)) {
      assertThat(again.pid()).isPositive();
    }
  }

  @Test
  void tellsAnOrdinaryUserWhoOwnsTheDatabase() throws IOException {
    DatabaseTemplate.copyTo(data);
    assumeTrue(Account.ofThisProcess().isRoot(), "only root can become another user");
    ServerProcess.start(List.of(), data, PROGRAMS).close();
    int owner = Folders.owner(data.resolve("postgres"));
    STRANGER.own(data);

    try (ServerProcess server = ServerProcess.start(Way.DROP.prefix(STRANGER), data, PROGRAMS)) {
      assertThat(server.line())
          .isEqualTo(
              "%s/postgres belongs to user %d, but the server runs as user 4242; run as root: chown -R 4242:4242 %s"
                  .formatted(data, owner, data));
    }
  }
}
