package org.ashlar.database.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.ashlar.database.pool.DatabaseUnavailableException;
import org.jspecify.annotations.Nullable;

/// Says who may start and stop the PostgreSQL of a data folder. The system takes it back when our
/// process ends, however that happens, and it holds between containers on one machine, which do not
/// see each other's processes.
///
/// Within a process, generations of this bundle hand it to each other: a system property tells that
/// one has it. A second file lock would not do, as closing any channel of the file gives up the
/// first one.
final class InstanceLock implements AutoCloseable {
  private final Path file;
  private final String property;
  private @Nullable FileChannel channel;
  private boolean closed;

  InstanceLock(Path file) {
    this.file = file.toAbsolutePath().normalize();
    this.property = "org.ashlar.database.lock:" + this.file;
  }

  /// Takes the lock; taking it again is fine.
  ///
  /// @return false when another generation in this process holds it, and will give it up, or when
  ///   this one has given it up
  /// @throws DatabaseUnavailableException when another process holds it
  synchronized boolean take() {
    if (channel != null) {
      return true;
    }
    if (closed || System.getProperties().putIfAbsent(property, "held") != null) {
      return false;
    }
    try {
      channel = lock();
      return true;
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "The data folder can not be locked: " + Faults.reason(e), e);
    } finally {
      if (channel == null) {
        System.getProperties().remove(property);
      }
    }
  }

  private FileChannel lock() throws IOException {
    FileChannel opened =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (opened.tryLock() == null) {
      opened.close();
      throw inUse();
    }
    opened.truncate(0);
    opened.write(US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
    return opened;
  }

  private DatabaseUnavailableException inUse() throws IOException {
    String holder = Files.readString(file).strip();
    return new DatabaseUnavailableException(
        "The data folder "
            + file.getParent()
            + " is in use by another server"
            + (holder.isEmpty() ? "" : " (process " + holder + ")")
            + "; stop it first, or give this one a data folder of its own.");
  }

  /// Gives the lock up for good.
  @Override
  public synchronized void close() {
    closed = true;
    FileChannel held = channel;
    if (held != null) {
      channel = null;
      try {
        held.close();
      } catch (IOException e) {
        throw new IllegalStateException("A lock file can always be closed", e);
      } finally {
        System.getProperties().remove(property);
      }
    }
  }
}
