package org.ashlar.tracing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.Span;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.task.Tasks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what has ended to the collector, in batches, one at a time. Whoever puts something in
/// never waits: what is too much is dropped and counted.
final class Exporter implements AutoCloseable {
  /// The name under which its own work runs, which is not traced.
  static final String OWNER = "org.ashlar.tracing";

  /// The most spans of a batch; a trace is at most [Span#MAX_PIECES] and its root.
  static final int BATCH = 512;

  /// How often a batch is tried.
  static final int ATTEMPTS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration END_LIMIT = Duration.ofSeconds(2);

  private final Parts parts;
  private final Pace pace;
  private final Counts counts;
  private final ContextQueue queue;
  private final Tasks tasks = new Tasks(OWNER);
  private final Errands errands = new Errands();
  private final Collector collector;
  private List<JsonObject> next = List.of();
  private long batches;
  private boolean failing;
  private Tasks.@Nullable Task sender;

  /// How it sends.
  ///
  /// @param settings where to
  /// @param translation what of
  /// @param envelope in whose name
  record Parts(Settings settings, Translation translation, Envelope envelope) {}

  /// How much and how fast.
  ///
  /// @param queue the most requests and tasks that wait
  /// @param linger how long a batch waits for more
  /// @param limit until when the collector must have answered
  /// @param pauses what waits between attempts, null for the clock
  record Pace(int queue, Duration linger, Duration limit, @Nullable Pauses pauses) {
    static final Pace USUAL = new Pace(2_048, Duration.ofSeconds(1), Duration.ofSeconds(10), null);
  }

  /// Waits between attempts.
  interface Pauses {
    /// @return true when there is no time any more
    boolean pause(Duration time) throws InterruptedException;
  }

  Exporter(Parts parts, Pace pace, Counts counts) {
    this.parts = parts;
    this.pace = pace;
    this.counts = counts;
    this.queue = new ContextQueue(pace.queue());
    this.collector =
        new Collector(
            parts.settings().endpoint(), parts.settings().headers(), pace.limit(), errands);
  }

  /// Begins to send.
  void start() {
    tasks.background("client", errands::work);
    sender = tasks.background("sender", this::work);
  }

  /// Whether it is sent: as the caller has decided, else by lot.
  boolean wants(FinishedContext context) {
    String caller = context.traceparent();
    if (caller != null) {
      return Traceparent.of(caller).sampled();
    }
    double ratio = parts.settings().sampleRatio();
    return ratio >= 1 || ThreadLocalRandom.current().nextDouble() < ratio;
  }

  /// Takes what has ended. Any thread; does not wait.
  void put(FinishedContext context) {
    if (!queue.put(context)) {
      Counts.Reason reason = queue.isClosed() ? Counts.Reason.ENDED : Counts.Reason.QUEUE_FULL;
      counts.dropped(reason, size(context.span()));
    }
  }

  private static long size(Span span) {
    long size = 1;
    for (Span piece : span.pieces()) {
      size += size(piece);
    }
    return size;
  }

  /// The threads that it has now.
  int threads() {
    return tasks.size();
  }

  /// Sends what waits, for at most two seconds; the rest is dropped. Ends all threads.
  @Override
  public void close() {
    queue.close();
    Tasks.Task task = sender;
    try {
      if (task != null && !task.await(END_LIMIT)) {
        task.cancel();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    collector.close();
    tasks.close();
  }

  private void work() {
    try {
      for (List<JsonObject> batch = gather(); !batch.isEmpty(); batch = gather()) {
        RequestContext round = RequestContext.current().linked(OWNER + "/batch-" + ++batches);
        round.operation(OWNER + "/batch");
        boolean sent = false;
        try {
          sent = deliver(batch);
        } finally {
          round.finish(sent ? "ok" : "failed");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drop();
    }
  }

  /// The next batch: what comes within a moment after the first, or as much as fits.
  ///
  /// @return empty when there is nothing and will be nothing
  private List<JsonObject> gather() throws InterruptedException {
    List<JsonObject> batch = new ArrayList<>(next);
    next = List.of();
    long until = System.nanoTime() + pace.linger().toNanos();
    while (batch.size() < BATCH) {
      long wait = batch.isEmpty() ? Long.MAX_VALUE : until - System.nanoTime();
      FinishedContext context = queue.take(wait);
      if (context == null) {
        return batch;
      }
      List<JsonObject> spans = parts.translation().spans(context);
      if (batch.isEmpty()) {
        until = System.nanoTime() + pace.linger().toNanos();
      } else if (batch.size() + spans.size() > BATCH) {
        next = spans;
        return batch;
      }
      batch.addAll(spans);
    }
    return batch;
  }

  private boolean deliver(List<JsonObject> batch) throws InterruptedException {
    byte[] body = parts.envelope().around(batch);
    boolean settled = false;
    try {
      for (int attempt = 1; ; attempt++) {
        Delivery delivery = collector.send(body);
        counts.export(delivery);
        switch (delivery) {
          case Delivery.Taken(long rejected) -> {
            settled = true;
            took(batch.size(), Math.min(rejected, batch.size()));
            return true;
          }
          case Delivery.Refused(String why) -> {
            settled = true;
            fails(why);
            counts.dropped(Counts.Reason.REFUSED, batch.size());
            return false;
          }
          case Delivery.Later(String why, Duration after) -> {
            fails(why);
            if (attempt == ATTEMPTS) {
              settled = true;
              counts.dropped(Counts.Reason.UNREACHED, batch.size());
              return false;
            }
            if (pause(longer(backoff(attempt), after))) {
              return false;
            }
          }
        }
      }
    } finally {
      if (!settled) {
        counts.dropped(Counts.Reason.ENDED, batch.size());
      }
    }
  }

  private static Duration backoff(int attempt) {
    return FIRST_PAUSE.multipliedBy(1L << attempt - 1);
  }

  private static Duration longer(Duration backoff, Duration after) {
    Duration pause = after.compareTo(backoff) > 0 ? after : backoff;
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private boolean pause(Duration time) throws InterruptedException {
    Pauses pauses = pace.pauses();
    return pauses == null ? queue.pause(time) : pauses.pause(time);
  }

  private void took(long spans, long rejected) {
    counts.sent(spans - rejected);
    if (rejected > 0) {
      counts.dropped(Counts.Reason.REFUSED, rejected);
    }
    if (failing) {
      failing = false;
      LOG.info("{} takes traces again", parts.settings().endpoint());
    }
  }

  private void fails(String why) {
    if (!failing) {
      failing = true;
      LOG.warn(
          "{} takes no traces: {}. Until it does, they are dropped when they are too many",
          parts.settings().endpoint(),
          why);
    }
  }

  /// Counts what is left.
  private void drop() {
    queue.close();
    long left = next.size();
    next = List.of();
    try {
      for (FinishedContext context = queue.take(0); context != null; context = queue.take(0)) {
        left += size(context.span());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    counts.dropped(Counts.Reason.ENDED, left);
  }
}
