package org.ashlar.base.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The entries that not all sinks have taken, in files of the data folder. Each file is named by
/// the number of its first entry; numbers rise by one for each line. Any thread.
///
/// Files are written by means that do not mind interrupts, which would close a channel for all.
final class AuditSpool implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditSpool.class);
  private static final Pattern SEGMENT_NAME = Pattern.compile("([0-9]{19})\\.spool");
  private static final long SEGMENT = 1 << 20;

  /// More than the largest entry takes.
  private static final int ROOM = 96 << 10;

  private static final long WORN = 64 << 10;

  private final Path folder;
  private final TreeMap<Long, Path> segments = new TreeMap<>();
  private final SpoolHoles holes = new SpoolHoles();
  private final Object forcing = new Object();
  private volatile long limit;
  private volatile boolean faulty;
  private volatile long forced;
  private volatile long taken;
  private RandomAccessFile file;
  private long written;
  private long used;
  private long end;

  /// Entries, and the number that follows them.
  record Page(List<AuditEntry> entries, long next) {}

  /// Opens the spool; a line that was not written to its end is dropped: its act was not answered.
  ///
  /// @param folder where the files lie; made when it is missing
  /// @param limit how many bytes they may have together
  /// @param atLeast the number of the next entry when there is no file
  /// @throws IOException when the folder can not be read or written
  AuditSpool(Path folder, long limit, long atLeast) throws IOException {
    this.folder = folder;
    this.limit = limit;
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.toList()) {
        Matcher name = SEGMENT_NAME.matcher(path.getFileName().toString());
        if (!name.matches()) {
          continue;
        }
        segments.put(Long.parseLong(name.group(1)), path);
        used += Files.size(path);
      }
    }
    if (segments.isEmpty()) {
      end = Math.max(1, atLeast);
      file = begin();
    } else {
      file = new RandomAccessFile(segments.lastEntry().getValue().toFile(), "rw");
      resume();
    }
    forced = end;
    taken = segments.firstKey();
  }

  private void resume() throws IOException {
    byte[] bytes = Files.readAllBytes(segments.lastEntry().getValue());
    end = segments.lastKey();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        start = i + 1;
        end++;
      }
    }
    if (start < bytes.length) {
      LOG.info("The last entry of the audit spool was not written to its end; it is dropped");
      file.setLength(start);
      file.getFD().sync();
    }
    used -= bytes.length - start;
    written = start;
    file.seek(start);
  }

  /// Adds an entry; it is not durable yet.
  ///
  /// @return its number
  /// @throws IOException when the spool is full or can not be written; nothing is added then
  synchronized long append(AuditEntry entry) throws IOException {
    byte[] line = SpoolLine.write(entry);
    if (used + line.length > limit) {
      throw new IOException("the spool is full");
    }
    try {
      if (written >= SEGMENT) {
        roll();
      }
      file.write(line);
    } catch (IOException e) {
      faulty = true;
      file.setLength(written);
      file.seek(written);
      throw e;
    }
    faulty = false;
    written += line.length;
    used += line.length;
    return end++;
  }

  /// Makes an entry durable, and those before it: whoever waits meanwhile shares the effort.
  ///
  /// @param number the number of the entry
  /// @throws IOException when it can not be told whether it is
  void force(long number) throws IOException {
    synchronized (forcing) {
      if (forced > number) {
        return;
      }
      RandomAccessFile to;
      long upTo;
      synchronized (this) {
        to = file;
        upTo = end;
      }
      try {
        to.getFD().sync();
        forced(upTo);
      } catch (IOException e) {
        // A file that was closed meanwhile was made durable before.
        if (forced <= number) {
          faulty = true;
          throw e;
        }
      }
    }
  }

  /// Reads entries.
  ///
  /// @param from the number of the first
  /// @param most how many at most
  /// @return entries of one file; none when there are no more, or when they are missing: then the
  ///   next is the first that is there again
  /// @throws IOException when they can not be read
  Page read(long from, int most) throws IOException {
    Map.Entry<Long, Path> segment;
    long last;
    synchronized (this) {
      segment = segments.floorEntry(from);
      if (segment == null) {
        segment = segments.firstEntry();
      }
      Long after = segments.higherKey(segment.getKey());
      last = after == null ? end : after;
    }
    byte[] bytes = bytes(segment.getValue());
    List<AuditEntry> entries = new ArrayList<>();
    long number = segment.getKey();
    int start = 0;
    for (int i = 0; i < bytes.length && number < last && entries.size() < most; i++) {
      if (bytes[i] == '\n') {
        if (number >= from) {
          add(Arrays.copyOfRange(bytes, start, i), number, entries);
        }
        number++;
        start = i + 1;
      }
    }
    if (number < last && entries.size() < most) {
      holes.add(Math.max(number, taken), last);
      number = last;
    }
    return new Page(entries, Math.max(number, from));
  }

  private static byte[] bytes(Path path) throws IOException {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException _) {
      return new byte[0];
    }
  }

  private static void add(byte[] line, long number, List<AuditEntry> entries) {
    AuditEntry entry = SpoolLine.read(line);
    if (entry == null) {
      LOG.error("Entry {} of the audit spool is damaged and can not be read", number);
    } else {
      entries.add(entry);
    }
  }

  /// Lets go what all sinks have taken.
  ///
  /// @param upTo the number of the first entry that is still needed
  synchronized void free(long upTo) throws IOException {
    if (upTo == end && written > WORN) {
      roll();
    }
    while (segments.size() > 1) {
      Long second = segments.higherKey(segments.firstKey());
      if (second == null || second > upTo) {
        break;
      }
      Path gone = segments.pollFirstEntry().getValue();
      Files.deleteIfExists(gone);
      used = written + earlier();
    }
    taken = Math.max(taken, upTo);
  }

  /// How many bytes all files but the last have; one of them may be missing.
  private long earlier() throws IOException {
    long sum = 0;
    for (Path path : segments.headMap(segments.lastKey()).values()) {
      sum += Files.exists(path) ? Files.size(path) : 0;
    }
    return sum;
  }

  /// Entries that are missing.
  SpoolHoles holes() {
    return holes;
  }

  /// Whether an entry could be added now.
  synchronized boolean hasRoom() {
    return !faulty && used + ROOM <= limit;
  }

  /// Looks whether a spool that could not be written can be written again.
  synchronized void heal() {
    if (faulty) {
      try {
        file.write(new byte[ROOM]);
        file.getFD().sync();
        faulty = false;
      } catch (IOException e) {
        LOG.debug("The audit spool still can not be written: {}", e.getMessage());
      } finally {
        cut();
      }
    }
  }

  private void cut() {
    try {
      file.setLength(written);
      file.seek(written);
    } catch (IOException e) {
      faulty = true;
    }
  }

  void limit(long bytes) {
    limit = bytes;
  }

  /// The number of the next entry.
  synchronized long end() {
    return end;
  }

  /// The number of the first entry that some sink has not taken.
  long taken() {
    return taken;
  }

  synchronized long pending() {
    return Math.max(0, end - taken);
  }

  /// Whether more than half of the room is used.
  synchronized boolean isHalfFull() {
    return used > limit / 2;
  }

  private void roll() throws IOException {
    file.getFD().sync();
    forced(end);
    RandomAccessFile old = file;
    file = begin();
    written = 0;
    old.close();
  }

  private RandomAccessFile begin() throws IOException {
    Path path = folder.resolve("%019d.spool".formatted(end));
    RandomAccessFile begun = new RandomAccessFile(path.toFile(), "rw");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
    segments.put(end, path);
    return begun;
  }

  private synchronized void forced(long upTo) {
    forced = Math.max(forced, upTo);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
