package org.ashlar.base.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// The bounded queue between those who log and the one thread that writes.
///
/// Adding never blocks: what does not fit is dropped and counted. The writer is a platform thread
/// of its own, not one of `Tasks`: it blocks in file and console output, `Tasks` itself logs, and
/// it must run when all carriers of virtual threads are busy. It starts with the first line and
/// ends when it is closed; a later line starts another.
final class LogQueue {
  private static final int CAPACITY = 8192;
  private static final int RESERVED_FOR_GRAVE = CAPACITY / 4;
  private static final long MAX_WEIGHT = 16L << 20;
  private static final int BATCH = 256;
  private static final LogEntry WAKE_UP =
      new LogEntry(
          new LogLine(Instant.EPOCH, Level.TRACE, "", "", "-", null, null, null, ""),
          Map.of(),
          null);

  private final BlockingQueue<LogEntry> entries = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong weight = new AtomicLong();
  private final AtomicBoolean running = new AtomicBoolean();
  private final LongAdder added = new LongAdder();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final LongAdder written = new LongAdder();
  private final LongAdder plain = new LongAdder();
  private volatile LogOutput output;
  private volatile Function<LogLine, @Nullable Map<String, String>> enricher = line -> null;
  private volatile boolean closing;
  private @Nullable LogOutput current;
  private long droppedReported;

  LogQueue(LogOutput output) {
    this.output = output;
  }

  /// Takes an entry; drops it when the queue is full. The last quarter is for warnings and errors.
  void add(LogEntry entry) {
    boolean grave = entry.line().level().toInt() >= Level.WARN.toInt();
    boolean room =
        (grave || entries.remainingCapacity() > RESERVED_FOR_GRAVE) && weight.get() < MAX_WEIGHT;
    if (room && entries.offer(entry)) {
      added.increment();
      weight.addAndGet(entry.weight());
    } else {
      dropped.incrementAndGet();
    }
    if (!running.get()) {
      startWriter();
    }
  }

  void output(LogOutput next) {
    output = next;
  }

  void enricher(Function<LogLine, @Nullable Map<String, String>> next) {
    enricher = next;
  }

  LogStatistics statistics() {
    return new LogStatistics(written.sum(), dropped.get(), plain.sum());
  }

  /// Waits until all that has been added so far is written.
  boolean flush(Duration limit) throws InterruptedException {
    long goal = added.sum();
    long end = System.nanoTime() + limit.toNanos();
    while (taken.get() < goal) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(2);
    }
    return true;
  }

  /// Writes what is there, at most for two seconds, and ends the thread.
  void close() throws InterruptedException {
    flush(Duration.ofSeconds(2));
    closing = true;
    entries.offer(WAKE_UP);
  }

  private void startWriter() {
    if (running.compareAndSet(false, true)) {
      closing = false;
      Thread.ofPlatform().daemon().name("base/log").start(this::write);
    }
  }

  private void write() {
    List<LogEntry> batch = new ArrayList<>(BATCH);
    try {
      while (!closing || !entries.isEmpty()) {
        LogEntry first = entries.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          batch.add(first);
          entries.drainTo(batch, BATCH - 1);
        }
        writeBatch(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.set(false);
    }
    if (!entries.isEmpty()) {
      startWriter();
    }
  }

  private void writeBatch(List<LogEntry> batch) {
    LogOutput target = target();
    reportDropped(target);
    int count = 0;
    for (LogEntry entry : batch) {
      if (entry != WAKE_UP) {
        weight.addAndGet(-entry.weight());
        write(target, entry);
        count++;
      }
    }
    if (target.flush()) {
      written.add(count);
    } else {
      dropped.addAndGet(count);
    }
    taken.addAndGet(count);
  }

  private LogOutput target() {
    LogOutput target = output;
    if (current != null && current != target) {
      current.close();
    }
    current = target;
    return target;
  }

  private void write(LogOutput target, LogEntry entry) {
    LogLine line = entry.line().withMessage(Redactor.redact(entry.line().message()));
    String stack = entry.stack() == null ? null : Redactor.redact(entry.stack());
    Map<String, String> more = enriched(line);
    if (more == null) {
      plain.increment();
    }
    target.append(line, entry.fields(), more == null ? Map.of() : more, stack);
  }

  /// The border to a swappable bundle: its fault costs fields, never the line.
  private @Nullable Map<String, String> enriched(LogLine line) {
    try {
      return enricher.apply(line);
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }

  private void reportDropped(LogOutput target) {
    long now = dropped.get();
    if (now > droppedReported) {
      long lost = now - droppedReported;
      droppedReported = now;
      LogLine line =
          new LogLine(
              Instant.now(),
              Level.WARN,
              LogQueue.class.getName(),
              "base/log",
              "-",
              null,
              null,
              null,
              lost + " log lines were dropped");
      target.append(line, Map.of(), Map.of(), null);
    }
  }
}
