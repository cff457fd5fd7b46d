package org.ashlar.database.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.ashlar.database.pool.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/// The programs of PostgreSQL, unpacked once from this bundle into a folder named after their
/// version.
final class PostgresBinaries {
  /// Version of the archive in this bundle; kept in step with the pom.
  static final String VERSION = "18.6.0";

  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

  private final Path folder;

  private PostgresBinaries(Path folder) {
    this.folder = folder;
  }

  /// Finds the programs, or unpacks them. A crash on the way leaves nothing that looks complete.
  /// Other versions in the same place are removed.
  ///
  /// @param parent folder of all versions, made when missing
  /// @param cancelled looked at between files; true ends the unpacking
  /// @throws DatabaseUnavailableException when this machine can not run them, the folder can not be
  ///   written, or it was cancelled
  static PostgresBinaries in(Path parent, BooleanSupplier cancelled) {
    Path folder = parent.resolve(VERSION);
    try {
      if (!Files.isExecutable(folder.resolve("bin/postgres"))) {
        requirePlatform();
        unpack(parent, folder, cancelled);
      }
      return new PostgresBinaries(folder);
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "PostgreSQL could not be unpacked into " + folder + ": " + Faults.reason(e), e);
    }
  }

  /// @param name `postgres` or `initdb`
  /// @return absolute file name
  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  private static void requirePlatform() {
    String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!machine.equals("Linux amd64")) {
      throw new DatabaseUnavailableException(
          "This bundle has a PostgreSQL for Linux amd64 only, and this machine is "
              + machine
              + "; give the URL of a PostgreSQL in the section database of the configuration.");
    }
  }

  private static void unpack(Path parent, Path folder, BooleanSupplier cancelled)
      throws IOException {
    LOG.info("First start: unpacking PostgreSQL {} into {}", VERSION, folder);
    long start = System.nanoTime();
    makeReadable(parent);
    for (Path old : Folders.children(parent)) {
      Folders.delete(old);
    }
    Path fresh = parent.resolve(VERSION + ".new");
    makeReadable(fresh);
    try (InputStream packed = archive();
        InputStream tar = new BufferedInputStream(new XZInputStream(packed), 1 << 16)) {
      new TarReader(tar, fresh, new Progress(cancelled)::at).unpack();
    }
    // A rename may survive a power cut that the files before it do not.
    ProgramRun.of(List.of("sync", "-f", fresh.toString()));
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    LOG.info("First start: PostgreSQL unpacked in {} ms", (System.nanoTime() - start) / 1_000_000);
  }

  private static InputStream archive() throws IOException {
    InputStream in = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
    if (in == null) {
      throw new IOException("this build lacks " + ARCHIVE);
    }
    return in;
  }

  private static void makeReadable(Path path) throws IOException {
    Files.createDirectories(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// A line for each 20 MB.
  private static final class Progress {
    private static final long STEP = 20_000_000;
    private final BooleanSupplier cancelled;
    private long next = STEP;

    Progress(BooleanSupplier cancelled) {
      this.cancelled = cancelled;
    }

    void at(long bytes) {
      if (cancelled.getAsBoolean()) {
        throw new DatabaseUnavailableException("The unpacking of PostgreSQL was given up.");
      }
      if (bytes >= next) {
        LOG.info("First start: {} MB of PostgreSQL unpacked", bytes / 1_000_000);
        next = (bytes / STEP + 1) * STEP;
      }
    }
  }
}
