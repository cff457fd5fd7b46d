package org.ashlar.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The file on disk.
record ConfigFile(Path path) {
  private static final long MAX_BYTES = 4 << 20;

  boolean exists() {
    return Files.exists(path);
  }

  /// Its text.
  ///
  /// @throws UncheckedIOException when it cannot be read, with a sentence
  String read() {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new IOException("it is larger than 4 MiB");
      }
      return Files.readString(path);
    } catch (MalformedInputException e) {
      throw unreadable(new IOException("it is not UTF-8", e));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// Makes it, readable for its owner alone, as it may come to hold secrets.
  void create(String text) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Path part =
          Files.createTempFile(
              folder,
              "ashlar",
              ".yaml",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(part, text);
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("The file " + path + " cannot be made: " + e, e);
    }
  }

  /// What tells whether it has changed; empty while it is away.
  String stamp() {
    try {
      return Files.getLastModifiedTime(path) + "/" + Files.size(path);
    } catch (IOException e) {
      return "";
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException(
        "The configuration file " + path + " cannot be read: " + e.getMessage(), e);
  }
}
