package org.ashlar.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.ashlar.database.pool.DatabaseUnavailableException;

/// The short private folder of the Unix socket. It lies outside the data folder, as the name of a
/// socket has at most 107 bytes, and has no meaning after the server has stopped.
final class SocketFolder {
  private static final String PREFIX = "ashlar-";
  private static final int LONGEST_BASE = 60;

  private SocketFolder() {}

  /// Makes a new folder that only the account can enter.
  static Path make(Launch launch) {
    for (Path base : bases(launch.account())) {
      try {
        Path folder =
            Files.createTempDirectory(
                base,
                PREFIX,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        launch.account().own(folder);
        if (launch.canWrite(folder)) {
          return folder;
        }
        Folders.delete(folder);
      } catch (IOException e) {
        // The next place may do.
      }
    }
    throw new DatabaseUnavailableException(
        "No folder for the database's socket could be made in /run, /tmp or /var/tmp; one of them"
            + " must be writable.");
  }

  /// Removes the folder of a socket, with what a killed server left in it, when it was made here.
  static void remove(Path socket) {
    Path folder = socket.getParent();
    if (folder != null && Objects.toString(folder.getFileName(), "").startsWith(PREFIX)) {
      try {
        Folders.delete(folder);
      } catch (IOException e) {
        // It is empty of meaning; the system cleans such places.
      }
    }
  }

  private static List<Path> bases(Account account) {
    Stream<String> names =
        Stream.of(System.getProperty("java.io.tmpdir", "/tmp"), "/tmp", "/var/tmp", "/dev/shm");
    Stream<String> first = account.uid() < 1000 || isRoot() ? Stream.of("/run") : Stream.empty();
    return Stream.concat(first, names)
        .distinct()
        .map(Path::of)
        .filter(path -> path.toString().length() <= LONGEST_BASE && Files.isWritable(path))
        .toList();
  }

  private static boolean isRoot() {
    return Files.isWritable(Path.of("/run"));
  }
}
