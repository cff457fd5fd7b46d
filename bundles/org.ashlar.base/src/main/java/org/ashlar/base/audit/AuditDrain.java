package org.ashlar.base.audit;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.ashlar.base.audit.AuditSpool.Page;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.install.ControlCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands the entries of the spool to the sinks, by one thread. A sink that is away, fails or is
/// being replaced gets them later; the others do not wait for it.
final class AuditDrain {
  /// The name of the sink that bears none: the table of the house, which is always waited for.
  static final String TABLE = "table";

  private static final Logger LOG = LoggerFactory.getLogger(AuditDrain.class);
  private static final int BATCH = 256;
  private static final Duration EXPIRY = Duration.ofHours(1);

  private final AuditSpool spool;
  private final SinkCursors cursors;
  private final InstantSource clock;
  private final Map<String, Gate<AuditSink>> gates = new ConcurrentSkipListMap<>();
  private final Set<String> failing = new ConcurrentSkipListSet<>();
  private final Semaphore wake = new Semaphore(0);
  private volatile AuditSettings settings;
  private Instant expired = Instant.MIN;
  private long batches;

  AuditDrain(AuditSpool spool, SinkCursors cursors, AuditSettings settings, InstantSource clock)
      throws IOException {
    this.spool = spool;
    this.cursors = cursors;
    this.settings = settings;
    this.clock = clock;
    cursors.clamp(spool.taken(), spool.end());
    cursors.of(TABLE, spool.taken());
    spool.free(cursors.least(spool.taken()));
  }

  void apply(AuditSettings changed) {
    settings = changed;
    spool.limit(changed.spoolBytes());
    expired = Instant.MIN;
  }

  /// The way to the sinks of a name.
  Gate<AuditSink> gate(String name, Function<String, Gate<AuditSink>> make) {
    return gates.computeIfAbsent(name, make);
  }

  /// Whether entries can be written and reach their sinks.
  ControlCheck.Finding check() {
    long pending = spool.pending();
    if (!spool.hasRoom()) {
      return new ControlCheck.Finding(
          false, "the spool is full or can not be written; %d entries wait".formatted(pending));
    }
    if (failing.isEmpty() && !spool.holes().isEmpty()) {
      return new ControlCheck.Finding(
          false, "%s; %d entries wait in it".formatted(spool.holes().sentence(), pending));
    }
    return failing.isEmpty()
        ? new ControlCheck.Finding(true, pending + " entries wait in the spool")
        : new ControlCheck.Finding(
            false,
            "%s takes no entries, the log says why; %d entries wait in the spool"
                .formatted(String.join(", ", failing), pending));
  }

  /// Lets the thread look at once.
  void wake() {
    wake.release();
  }

  /// Works until it is interrupted.
  void work() {
    try {
      while (true) {
        boolean ignored = wake.tryAcquire(1, TimeUnit.SECONDS);
        wake.drainPermits();
        spool.heal();
        if (spool.pending() > 0 || isTimeToExpire()) {
          passInContext();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Each pass is work of its own; the thread that makes it never ends.
  private void passInContext() {
    RequestContext context =
        RequestContext.current().linked("org.ashlar.base.audit/pass-" + ++batches);
    context.operation("org.ashlar.base.audit/pass");
    try {
      context.run(this::pass);
    } finally {
      context.finish(failing.isEmpty() ? "ok" : "failed");
    }
  }

  /// One look at all sinks.
  void pass() {
    for (Map.Entry<String, Gate<AuditSink>> sink : gates.entrySet()) {
      hand(sink.getKey(), sink.getValue());
    }
    if (spool.isHalfFull()) {
      giveUpAbsent();
    }
    try {
      spool.free(cursors.least(spool.taken()));
    } catch (IOException e) {
      LOG.warn("The audit spool can not be tidied: {}", e.getMessage());
    }
    if (isTimeToExpire()) {
      expire();
    }
  }

  /// The border to sinks: their faults end here.
  private void hand(String name, Gate<AuditSink> gate) {
    if (!gate.isOpen()) {
      return;
    }
    try {
      long from = cursors.of(name, spool.taken());
      while (from < spool.end()) {
        Page page = spool.read(from, BATCH);
        if (!page.entries().isEmpty() && !gate.tryRun(sink -> sink.take(page.entries()))) {
          return;
        }
        from = page.next();
        cursors.set(name, from);
      }
      if (failing.remove(name)) {
        LOG.info("The audit sink {} takes entries again", name);
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      if (failing.add(name)) {
        LOG.warn("The audit sink {} takes no entries; they stay in the spool: {}", name, text(e));
      }
    }
  }

  private static String text(Throwable fault) {
    return String.valueOf(fault.getMessage());
  }

  /// A sink that was taken away must not fill the spool; the table of the house may.
  private void giveUpAbsent() {
    for (String name : cursors.names()) {
      Gate<AuditSink> gate = gates.get(name);
      if (!name.equals(TABLE) && (gate == null || !gate.isOpen())) {
        failing.remove(name);
        LOG.warn("The audit sink {} has been away for long: nothing is kept for it any more", name);
        cursors.forget(name);
      }
    }
  }

  private boolean isTimeToExpire() {
    return settings.retention() != null
        && (expired.equals(Instant.MIN) || expired.plus(EXPIRY).isBefore(clock.instant()));
  }

  private void expire() {
    Duration retention = settings.retention();
    Gate<AuditSink> table = gates.get(TABLE);
    if (retention == null || table == null) {
      return;
    }
    Instant before = clock.instant().minus(retention);
    try {
      boolean done =
          table.tryRun(
              sink -> {
                long count = sink.expire(before);
                if (count > 0) {
                  AuditLog.current()
                      .record(
                          AuditEntry.of("audit.expire", "", AuditEntry.Outcome.OK)
                              .with("before", before.toString())
                              .with("entries", Long.toString(count)));
                }
              });
      expired = done ? clock.instant() : expired;
    } catch (RuntimeException | LinkageError e) {
      expired = clock.instant();
      LOG.warn("Old audit entries can not be deleted: {}", text(e));
    }
  }
}
