package org.ashlar.base.audit;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Entries of the spool that are missing because somebody or a disk took them out of its files.
/// Each is told once, however many sinks pass over it. Any thread.
final class SpoolHoles {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolHoles.class);
  private static final int TOLD = 5;

  private final Map<Long, Long> firsts = new ConcurrentSkipListMap<>();

  /// Tells of a hole unless it is known.
  ///
  /// @param first the number of the first entry that is missing
  /// @param next the number of the first one that is there again
  void add(long first, long next) {
    if (first < next && firsts.putIfAbsent(next, first) == null) {
      AuditLog.entries().with("lost").add(next - first);
      LOG.error(
          "{} entries of the audit spool are lost: {}; its files were damaged",
          next - first,
          range(next, first));
    }
  }

  boolean isEmpty() {
    return firsts.isEmpty();
  }

  /// How many entries are missing, and which, or that none is.
  String sentence() {
    long count = 0;
    for (Map.Entry<Long, Long> hole : firsts.entrySet()) {
      count += hole.getKey() - hole.getValue();
    }
    String ranges =
        firsts.entrySet().stream()
            .limit(TOLD)
            .map(hole -> range(hole.getKey(), hole.getValue()))
            .collect(Collectors.joining(", "));
    return "%d entries are lost from the spool: %s%s"
        .formatted(count, ranges, firsts.size() > TOLD ? " and others" : "");
  }

  private static String range(long next, long first) {
    return "%d to %d".formatted(first, next - 1);
  }
}
