package org.ashlar.base.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far each sink has come, also over restarts. A cursor that is lost or behind costs no entry:
/// sinks know what they have. One thread.
final class SinkCursors {
  private static final Logger LOG = LoggerFactory.getLogger(SinkCursors.class);

  /// What a crash of the machine left of the file may be anything.
  private static final Pattern CURSOR = Pattern.compile("([0-9]{1,18}) (.+)");

  private final Path file;
  private final Map<String, Long> next = new TreeMap<>();

  SinkCursors(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        Matcher cursor = CURSOR.matcher(line);
        if (cursor.matches()) {
          next.put(cursor.group(2), Long.parseLong(cursor.group(1)));
        }
      }
    }
  }

  /// The number of the first entry that a sink has not taken.
  long of(String name, long first) {
    return Math.max(first, next.computeIfAbsent(name, _ -> first));
  }

  /// Takes back cursors that are ahead of the spool, as after a restored backup of it.
  void clamp(long first, long end) {
    next.replaceAll((_, number) -> number > end ? first : number);
  }

  void set(String name, long number) {
    next.put(name, number);
    write();
  }

  void forget(String name) {
    next.remove(name);
    write();
  }

  Set<String> names() {
    return new TreeSet<>(next.keySet());
  }

  /// The least number that a known sink still needs.
  long least(long none) {
    return next.values().stream().mapToLong(Long::longValue).min().orElse(none);
  }

  long greatest() {
    return next.values().stream().mapToLong(Long::longValue).max().orElse(1);
  }

  private void write() {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.writeString(
          part,
          next.entrySet().stream()
              .map(cursor -> cursor.getValue() + " " + cursor.getKey() + "\n")
              .collect(Collectors.joining()),
          StandardCharsets.ISO_8859_1);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("How far the audit log was taken can not be written: {}", e.getMessage());
    }
  }
}
