package org.ashlar.itests.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ashlar.itests.server.Await;

/// A process whose output is kept. Closing ends it.
final class Running implements AutoCloseable {
  private final Process process;
  private final Path log;

  private Running(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Running start(Path folder, List<String> command) throws IOException {
    var log = Files.createTempFile(folder, "output-", ".log");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    return new Running(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
  }

  /// All it has printed.
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until it has printed a line.
  void awaitLine(String line, Duration limit) {
    Await.until(
        "the line " + line,
        limit,
        () -> {
          if (!process.isAlive() && output().lines().noneMatch(line::equals)) {
            throw new IllegalStateException("ended with " + process.exitValue() + ":\n" + output());
          }
          return output().lines().anyMatch(line::equals);
        },
        this::output);
  }

  /// Waits for its end.
  ///
  /// @return its exit code
  int exit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "the script does not end within " + limit.toSeconds() + " s:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
      Files.deleteIfExists(log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
