package org.ashlar.base.audit;

import java.io.IOException;
import java.time.Duration;
import org.ashlar.base.audit.AuditSettings.WhenFull;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.metric.Counters;
import org.ashlar.base.metric.Metrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The audit log of the process. An entry is durable in the spool, a file, when [#record] returns,
/// and is taken from there into the sinks. Any thread.
public final class AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final AuditLog PROCESS = new AuditLog();
  private static final Duration LOOK = Duration.ofMillis(5);

  private final Counters.Counter kept;
  private final Counters.Counter unkept;
  private volatile @Nullable AuditSpool spool;
  private volatile AuditSettings settings = AuditSettings.USUAL;
  private volatile Runnable woken = () -> {};

  AuditLog() {
    Counters entries = entries();
    kept = entries.with("spool");
    unkept = entries.with("log");
  }

  /// What became of entries.
  static Counters entries() {
    return Metrics.current()
        .counter(
            "audit_entries",
            "Entries of the audit log, by whether they were kept in the spool, only logged, or lost"
                + " from the spool.",
            "kept");
  }

  /// The audit log of this process.
  ///
  /// @return the one log
  public static AuditLog current() {
    return PROCESS;
  }

  /// Asks before an act whether its entry can be kept.
  ///
  /// @throws MatrixException 503 when it can not and the configuration refuses acts in that case
  public void admit() {
    AuditSpool to = spool;
    if (settings.whenFull() == WhenFull.REFUSE && (to == null || !to.hasRoom())) {
      throw MatrixException.unavailable(
          "The audit log can not be written, so this may not be done now; try again later.");
    }
  }

  /// Records an act. Never throws: what the spool can not take is logged as a warning and counted.
  ///
  /// @param entry the act; durable when this returns, unless the spool is full or can not be
  ///   written
  public void record(AuditEntry entry) {
    AuditSpool to = spool;
    if (to == null) {
      unkept(entry, "there is no spool");
      return;
    }
    try {
      to.force(to.append(entry));
      kept.increment();
      woken.run();
    } catch (IOException e) {
      unkept(entry, String.valueOf(e.getMessage()));
    }
  }

  private void unkept(AuditEntry entry, String reason) {
    unkept.increment();
    LOG.warn("An audit entry is only here ({}): {}", reason, entry);
  }

  /// How many entries have not been taken by all sinks.
  ///
  /// @return 0 or more
  public long pending() {
    AuditSpool from = spool;
    return from == null ? 0 : from.pending();
  }

  /// Waits until all that has been recorded so far has been taken by the sinks.
  ///
  /// @param limit how long to wait at most
  /// @return false when entries are still in the spool
  public boolean awaitTaken(Duration limit) {
    AuditSpool from = spool;
    if (from == null) {
      return true;
    }
    long goal = from.end();
    long end = System.nanoTime() + limit.toNanos();
    woken.run();
    while (from.taken() < goal) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  void open(AuditSpool opened, AuditSettings from, Runnable wake) {
    settings = from;
    woken = wake;
    spool = opened;
  }

  void apply(AuditSettings changed) {
    settings = changed;
  }

  void close() {
    spool = null;
    woken = () -> {};
  }
}
