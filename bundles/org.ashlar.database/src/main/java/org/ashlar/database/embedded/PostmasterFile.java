package org.ashlar.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What `postmaster.pid` says; PostgreSQL writes it line by line while it starts.
///
/// @param pid number of the process
/// @param socketFolder folder of its Unix socket, empty while it is not known
/// @param port the number in the socket's name, 0 while it is not known
/// @param ready whether it accepts sessions
record PostmasterFile(long pid, String socketFolder, int port, boolean ready) {
  private static final int PORT = 3;
  private static final int SOCKET = 4;
  private static final int STATUS = 7;

  /// Reads the file.
  ///
  /// @param pgData the database's folder
  /// @return empty when there is none, or none that makes sense
  static Optional<PostmasterFile> read(Path pgData) throws IOException {
    try {
      return parse(Files.readAllLines(file(pgData)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static Optional<PostmasterFile> parse(List<String> lines) {
    long pid = number(lines, 0);
    if (pid <= 0) {
      return Optional.empty();
    }
    String socket = SOCKET < lines.size() ? lines.get(SOCKET).strip() : "";
    boolean ready = STATUS < lines.size() && lines.get(STATUS).strip().equals("ready");
    return Optional.of(new PostmasterFile(pid, socket, (int) number(lines, PORT), ready));
  }

  /// @return the socket's file name
  Path socket() {
    return Path.of(socketFolder, ".s.PGSQL." + port);
  }

  static Path file(Path pgData) {
    return pgData.resolve("postmaster.pid");
  }

  private static long number(List<String> lines, int index) {
    try {
      return index < lines.size() ? Long.parseLong(lines.get(index).strip()) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
