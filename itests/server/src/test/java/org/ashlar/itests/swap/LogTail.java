package org.ashlar.itests.swap;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.ashlar.itests.server.Await;

/// What is written to a log from a moment on.
final class LogTail {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path file;
  private long mark;

  LogTail(Path file) {
    this.file = file;
  }

  /// From now on.
  LogTail mark() {
    try {
      mark = Files.size(file);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits for a line since the mark that has a text, and gives it and those behind it.
  List<String> from(String text) {
    var found = new AtomicReference<>("");
    Await.until(
        "the log has " + text,
        LIMIT,
        () -> {
          found.set(written());
          return found.get().contains(text);
        });
    return found.get().lines().dropWhile(line -> !line.contains(text)).toList();
  }

  private String written() {
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(log.length() - mark)];
      log.seek(mark);
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
