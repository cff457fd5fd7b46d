package org.ashlar.database.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.function.LongConsumer;

/// Unpacks a plain tar archive of files, folders and symbolic links: all that the archive of
/// PostgreSQL has. Anything else in it, and any name that leads out of the target, is an error.
/// Owners and times are dropped; every file is readable by all, and executable when its owner could
/// execute it.
final class TarReader {
  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int MODE_AT = 100;
  private static final int SIZE_AT = 124;
  private static final int TYPE_AT = 156;
  private static final int LINK_AT = 157;
  private static final int MAGIC_AT = 257;
  private static final int PREFIX_AT = 345;
  private static final int PREFIX = 155;
  private static final int OWNER_EXECUTES = 0100;

  private final InputStream in;
  private final Path target;
  private final LongConsumer progress;
  private final byte[] header = new byte[BLOCK];
  private final byte[] buffer = new byte[1 << 16];

  /// @param in the archive, not compressed
  /// @param target an existing empty folder
  /// @param progress told the number of bytes written, after each file
  TarReader(InputStream in, Path target, LongConsumer progress) {
    this.in = in;
    this.target = target;
    this.progress = progress;
  }

  void unpack() throws IOException {
    long written = 0;
    while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
      Path path = inside(name());
      switch (header[TYPE_AT]) {
        case '5' -> folder(path);
        case '2' -> link(path);
        case '0', 0 -> written += file(path);
        default -> throw new IOException("The archive has an entry of unknown kind: " + path);
      }
      progress.accept(written);
    }
  }

  private void folder(Path path) throws IOException {
    if (Files.isDirectory(path) || path.equals(target)) {
      return;
    }
    folder(parent(path));
    Files.createDirectory(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void link(Path path) throws IOException {
    String to = text(LINK_AT, NAME);
    if (!parent(path).resolve(to).normalize().startsWith(target)) {
      throw new IOException("The archive has a link that leads out of it: " + path);
    }
    folder(parent(path));
    Files.createSymbolicLink(path, Path.of(to));
  }

  private long file(Path path) throws IOException {
    long size = octal(SIZE_AT, 12);
    boolean executable = (octal(MODE_AT, 8) & OWNER_EXECUTES) != 0;
    folder(parent(path));
    try (OutputStream out = Files.newOutputStream(path)) {
      copy(out, size);
    }
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    return size;
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent(), "an entry lies below the target");
  }

  private void copy(OutputStream out, long size) throws IOException {
    long left = size;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new EOFException("The archive is cut off");
      }
      out.write(buffer, 0, count);
      left -= count;
    }
  }

  private Path inside(String name) throws IOException {
    Path path = target.resolve(name).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("The archive has a name that leads out of it: " + name);
    }
    return path;
  }

  private String name() {
    String name = text(0, NAME);
    boolean hasPrefix = header[MAGIC_AT + 5] == 0 && header[PREFIX_AT] != 0;
    return hasPrefix ? text(PREFIX_AT, PREFIX) + "/" + name : name;
  }

  private String text(int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, US_ASCII);
  }

  private long octal(int from, int length) {
    return Long.parseLong(text(from, length).strip(), 8);
  }
}
