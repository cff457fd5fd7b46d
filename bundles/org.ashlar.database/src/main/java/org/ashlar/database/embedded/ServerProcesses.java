package org.ashlar.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The processes of PostgreSQL that work in one folder. Each of them has that folder as its working
/// directory, which tells them from anything else that bears a number from an old pid file.
final class ServerProcesses {
  private static final Path PROC = Path.of("/proc");

  private final Path pgData;

  ServerProcesses(Path pgData) {
    this.pgData = pgData;
  }

  /// The process of a pid file, when it lives and works in our folder.
  Optional<ProcessHandle> postmaster(PostmasterFile file) throws IOException {
    Optional<ProcessHandle> handle = ProcessHandle.of(file.pid()).filter(ProcessHandle::isAlive);
    return handle.isPresent() && worksHere(file.pid()) ? handle : Optional.empty();
  }

  /// All processes that work in our folder, however they came there.
  List<ProcessHandle> all() throws IOException {
    List<ProcessHandle> found = new ArrayList<>();
    for (Path entry : Folders.children(PROC)) {
      String name = entry.getFileName().toString();
      if (Character.isDigit(name.charAt(0)) && worksHere(Long.parseLong(name))) {
        ProcessHandle.of(Long.parseLong(name)).ifPresent(found::add);
      }
    }
    return found;
  }

  /// The arguments of a process, its program first; empty when it is gone.
  static List<String> arguments(long pid) {
    try {
      String line =
          Files.readString(
              PROC.resolve(Long.toString(pid)).resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return List.of(line.split("\0"));
    } catch (IOException e) {
      return List.of();
    }
  }

  /// Sends a signal; a process that is gone is fine.
  static void signal(ProcessHandle process, String name) {
    ProgramRun.of(List.of("/bin/sh", "-c", "kill -" + name + " " + process.pid()));
  }

  /// @return whether the process has ended within the time
  static boolean ends(ProcessHandle process, Duration limit) {
    try {
      process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return !process.isAlive();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A process's end can always be awaited", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }

  private boolean worksHere(long pid) throws IOException {
    try {
      Path directory = PROC.resolve(Long.toString(pid)).resolve("cwd");
      return isPostgres(pid) && Files.isSameFile(directory, pgData);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      // Not ours to look at, so not started by us.
      return false;
    }
  }

  private static boolean isPostgres(long pid) throws IOException {
    String name = Files.readString(PROC.resolve(Long.toString(pid)).resolve("comm"));
    return name.strip().equals("postgres");
  }
}
