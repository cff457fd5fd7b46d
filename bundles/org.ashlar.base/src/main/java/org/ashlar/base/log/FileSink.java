package org.ashlar.base.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A file that is rotated when it has reached its size.
final class FileSink implements LogSink {
  private final LogSettings.Output.File settings;
  private @Nullable OutputStream out;
  private long size;

  FileSink(LogSettings.Output.File settings) {
    this.settings = settings;
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    if (out != null && size + bytes.length > settings.maxBytes() && size > 0) {
      close();
      rotate();
    }
    OutputStream target = out == null ? open() : out;
    try {
      target.write(bytes);
      size += bytes.length;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    OutputStream old = out;
    out = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException e) {
        // The bytes had been handed to the system by write; there is nothing left to lose.
        size = 0;
      }
    }
  }

  private OutputStream open() throws IOException {
    Path path = settings.path();
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    OutputStream opened =
        Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    out = opened;
    size = Files.size(path);
    return opened;
  }

  private void rotate() throws IOException {
    if (settings.keep() == 0) {
      Files.deleteIfExists(settings.path());
      return;
    }
    for (int number = settings.keep() - 1; number >= 0; number--) {
      Path from = numbered(number);
      if (Files.exists(from)) {
        Files.move(from, numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path numbered(int number) {
    return number == 0
        ? settings.path()
        : settings.path().resolveSibling(settings.path().getFileName() + "." + number);
  }
}
