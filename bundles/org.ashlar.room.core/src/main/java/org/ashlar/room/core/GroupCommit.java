package org.ashlar.room.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.metric.Histograms;
import org.ashlar.base.metric.Metrics;
import org.ashlar.base.task.Tasks;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.EventStore;
import org.ashlar.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer that many lanes hand their appends to: it takes what has gathered, up to 256, and
/// has it stored in one commit. There is no artificial wait.
///
/// While the store is being replaced, appends wait here.
final class GroupCommit {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int MAX_BATCH = 256;
  private static final int MAX_QUEUE = 50_000;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final Histograms.Histogram APPENDS =
      Metrics.current().sizes("room_commit_appends", "Appends that share a commit.").with();

  private final Gate<EventStore> store;
  private final Consumer<List<PendingAppend>> published;

  /// What is to be appended; an empty element tells the writer to stop.
  private final BlockingQueue<Optional<PendingAppend>> queue = new LinkedBlockingQueue<>(MAX_QUEUE);

  private final Tasks.Task writer;
  private long commits;

  /// @param published takes what was stored, in order, before the requests are answered
  GroupCommit(Gate<EventStore> store, Tasks tasks, Consumer<List<PendingAppend>> published) {
    this.store = store;
    this.published = published;
    this.writer = tasks.background("writer", this::write);
  }

  /// Hands an append over; called with the lane held, so that the order is that of the lane.
  void submit(PendingAppend append) {
    if (!queue.offer(Optional.of(append))) {
      append.generation().breakOff();
      append.complete(new AppendResult.Failed("too many appends are waiting", true));
    }
  }

  /// Appends that wait.
  int depth() {
    return queue.size();
  }

  /// Lets the writer finish what waits, for up to 5 s, and stops it.
  void stop() {
    try {
      boolean told = queue.offer(Optional.empty(), STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!told || !writer.await(STOP_LIMIT)) {
        writer.cancel();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      writer.cancel();
    }
    List<Optional<PendingAppend>> left = new ArrayList<>();
    queue.drainTo(left);
    appends(left)
        .forEach(append -> append.complete(new AppendResult.Failed("the server stops", true)));
  }

  private void write() {
    List<Optional<PendingAppend>> taken = new ArrayList<>(MAX_BATCH);
    boolean stopping = false;
    while (!stopping && !Thread.currentThread().isInterrupted()) {
      try {
        taken.add(queue.take());
      } catch (InterruptedException e) {
        return;
      }
      queue.drainTo(taken, MAX_BATCH - 1);
      stopping = taken.contains(Optional.<PendingAppend>empty());
      List<PendingAppend> batch = appends(taken);
      if (!batch.isEmpty()) {
        commit(batch);
      }
      taken.clear();
    }
  }

  private static List<PendingAppend> appends(List<Optional<PendingAppend>> taken) {
    return taken.stream().flatMap(Optional::stream).toList();
  }

  /// Each batch is work of its own, which the first of it has given rise to: what it costs is
  /// shared out, see [CommitBill], so that the writer's bill does not grow without end.
  private void commit(List<PendingAppend> batch) {
    RequestContext context =
        RequestContext.root(
            "room.core/commit-" + ++commits,
            RequestContext.Kind.TASK,
            Instant.MAX,
            batch.getFirst().submitterId());
    context.operation("room.core/commit");
    boolean well = context.call(() -> storeSafely(batch));
    context.finish(well ? "ok" : "failed");
  }

  /// The border of the writer: a defect fails this batch and not the house.
  private boolean storeSafely(List<PendingAppend> batch) {
    try {
      store(batch);
      return true;
    } catch (RuntimeException e) {
      LOG.error("The writer failed on a batch of {}", batch.size(), e);
      for (PendingAppend pending : batch) {
        pending.generation().breakOff();
        pending.complete(new AppendResult.Failed("an internal error", false));
      }
      return false;
    }
  }

  private void store(List<PendingAppend> batch) {
    List<PendingAppend> sound = new ArrayList<>(batch.size());
    for (PendingAppend pending : batch) {
      if (pending.generation().isBroken()) {
        pending.complete(new AppendResult.Failed("an earlier event of the room failed", true));
      } else {
        sound.add(pending);
      }
    }
    if (sound.isEmpty()) {
      return;
    }
    long start = System.nanoTime();
    List<AppendResult> results = append(sound.stream().map(PendingAppend::append).toList());
    PendingAppend.Commit made =
        new PendingAppend.Commit(
            RequestContext.current().id(), sound.size(), start, System.nanoTime() - start);
    APPENDS.record(sound.size());
    List<PendingAppend> stored = new ArrayList<>(sound.size());
    for (int i = 0; i < sound.size(); i++) {
      if (results.get(i) instanceof AppendResult.Stored) {
        stored.add(sound.get(i));
      } else {
        sound.get(i).generation().breakOff();
      }
    }
    for (int i = 0; i < sound.size(); i++) {
      sound.get(i).committed(made);
      sound.get(i).result(results.get(i));
    }
    publish(stored);
    CommitBill.share(sound);
    sound.forEach(PendingAppend::release);
  }

  /// What is stored stays stored: when this fails, readers find it in the store.
  private void publish(List<PendingAppend> stored) {
    if (stored.isEmpty()) {
      return;
    }
    try {
      published.accept(stored);
    } catch (RuntimeException e) {
      LOG.error("{} stored appends were not published", stored.size(), e);
    }
  }

  /// Tries again while no store is the writer: nothing has been numbered then.
  private List<AppendResult> append(List<Append> appends) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String reason;
      try {
        return store.call(service -> service.append(appends));
      } catch (StoreException e) {
        reason = String.valueOf(e.getMessage());
      } catch (MatrixException e) {
        reason = String.valueOf(e.getMessage());
      }
      if (System.nanoTime() > end || !paused()) {
        return Collections.nCopies(appends.size(), new AppendResult.Failed(reason, true));
      }
    }
  }

  private static boolean paused() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
