package org.ashlar.base.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// The bounded queue between those who log and the one thread that writes.
///
/// Adding never blocks: what does not fit is dropped and counted. Each line is in the end either
/// written or dropped, and counted once. The writer is a platform thread of its own, not one of
/// `Tasks`: it blocks in file and console output, `Tasks` itself logs, and it must run when all
/// carriers of virtual threads are busy. It starts with the first line and ends when it is closed;
/// a later line starts another.
final class LogQueue {
  private static final int CAPACITY = 8192;
  private static final int RESERVED_FOR_GRAVE = CAPACITY / 4;
  private static final long MAX_WEIGHT = 16L << 20;
  private static final int BATCH = 256;

  private final BlockingQueue<LogEntry> entries = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong weight = new AtomicLong();
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicLong dropped = new AtomicLong();
  private final LongAdder written = new LongAdder();
  private final LongAdder plain = new LongAdder();
  private volatile LogOutput output;
  private volatile Function<LogLine, @Nullable Map<String, String>> enricher = line -> null;
  private @Nullable LogOutput current;
  private long droppedReported;

  LogQueue(LogOutput output) {
    this.output = output;
  }

  /// Takes a line; drops it when the queue is full. The last quarter is for warnings and errors.
  void add(LogEntry.Text entry) {
    boolean grave = entry.line().level().toInt() >= Level.WARN.toInt();
    int size = entry.weight();
    if (weight.addAndGet(size) > MAX_WEIGHT
        || !grave && entries.remainingCapacity() <= RESERVED_FOR_GRAVE
        || !entries.offer(entry)) {
      weight.addAndGet(-size);
      dropped.incrementAndGet();
    }
    startWriter();
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

  /// Waits until all that has been added so far is written or dropped.
  boolean flush(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    CountDownLatch passed = new CountDownLatch(1);
    if (!entries.offer(new LogEntry.Mark(passed), limit.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    startWriter();
    return passed.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /// Writes what is there, at most for two seconds, and ends the thread.
  void close() throws InterruptedException {
    if (flush(Duration.ofSeconds(2)) && running.get()) {
      entries.offer(new LogEntry.Stop(), 2, TimeUnit.SECONDS);
    }
  }

  private void startWriter() {
    if (!running.get() && running.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("base/log").start(this::write);
    }
  }

  private void write() {
    List<LogEntry> batch = new ArrayList<>(BATCH);
    boolean stopped = false;
    try {
      while (!stopped) {
        LogEntry first = entries.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          batch.add(first);
          entries.drainTo(batch, BATCH - 1);
        }
        stopped = writeBatch(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.set(false);
    }
    // Who added before `running` was cleared has not started a writer.
    if (!entries.isEmpty()) {
      startWriter();
    }
  }

  /// Writes what was taken from the queue.
  ///
  /// @return whether a stop was among it
  private boolean writeBatch(List<LogEntry> batch) {
    LogOutput target = target();
    long lost = reportDropped(target);
    int count = 0;
    boolean stopped = false;
    for (LogEntry entry : batch) {
      if (entry instanceof LogEntry.Text text) {
        weight.addAndGet(-text.weight());
        count += write(target, text);
      }
      stopped |= entry instanceof LogEntry.Stop;
    }
    if (target.flush()) {
      written.add(count);
      droppedReported += lost;
    } else {
      dropped.addAndGet(count);
    }
    for (LogEntry entry : batch) {
      if (entry instanceof LogEntry.Mark mark) {
        mark.passed().countDown();
      }
    }
    return stopped;
  }

  private LogOutput target() {
    LogOutput target = output;
    if (current != null && current != target) {
      current.close();
    }
    current = target;
    return target;
  }

  /// Hands a line to the output. A fault costs that line alone, which counts as dropped.
  ///
  /// @return the number of lines handed on, 1 or 0
  private int write(LogOutput target, LogEntry.Text entry) {
    try {
      LogEntry.Text clean = entry.redacted();
      Map<String, String> more = enriched(clean.line());
      target.append(clean.line(), clean.fields(), more == null ? Map.of() : more, clean.stack());
      if (more == null) {
        plain.increment();
      }
      return 1;
    } catch (RuntimeException | StackOverflowError e) {
      dropped.incrementAndGet();
      return 0;
    }
  }

  /// The border to a swappable bundle: its fault costs fields, never the line.
  private @Nullable Map<String, String> enriched(LogLine line) {
    try {
      Map<String, String> more = enricher.apply(line);
      if (more == null) {
        return null;
      }
      Map<String, String> clean = LinkedHashMap.newLinkedHashMap(more.size());
      more.forEach((name, value) -> clean.put(name, Redactor.redact(value)));
      return clean;
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }

  /// Tells how many lines were dropped since that was last told.
  private long reportDropped(LogOutput target) {
    long lost = dropped.get() - droppedReported;
    if (lost > 0) {
      LogLine line =
          new LogLine(
              Instant.now(),
              Level.WARN,
              LogQueue.class.getName(),
              "org.ashlar.base",
              "base/log",
              "-",
              null,
              null,
              null,
              lost + " log lines were dropped");
      target.append(line, Map.of(), Map.of(), null);
    }
    return Math.max(0, lost);
  }
}
