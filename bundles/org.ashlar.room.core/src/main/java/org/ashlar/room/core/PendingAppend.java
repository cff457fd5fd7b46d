package org.ashlar.room.core;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ashlar.base.context.Meter;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.Span;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.metric.Histograms;
import org.ashlar.base.metric.Metrics;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.jspecify.annotations.Nullable;

/// An append on its way to the store, and the requests that wait for it.
final class PendingAppend {
  private static final long LIMIT_SECONDS = 60;
  private static final Histograms.Histogram WAITS =
      Metrics.current()
          .seconds(
              "room_commit_wait_seconds", "Waits until what was appended is durable, in seconds.")
          .with();

  private final Append append;
  private final Generation generation;
  private final List<Shown> shown;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable AppendResult result;
  private volatile @Nullable Commit commit;
  private volatile @Nullable RequestContext submitter = RequestContext.current();

  /// The commit in which it was stored or refused.
  ///
  /// @param id the context of the commit
  /// @param shared how many appends it was for
  /// @param since when it began, a value of [System#nanoTime]
  /// @param nanos how long it took
  record Commit(String id, int shared, long since, long nanos) {}

  /// Made in the context of the request that submits it, which is billed for it.
  PendingAppend(Append append, Generation generation, List<Shown> shown) {
    this.append = append;
    this.generation = generation;
    this.shown = List.copyOf(shown);
  }

  Append append() {
    return append;
  }

  Generation generation() {
    return generation;
  }

  /// For each event, what it replaced in the state.
  List<Shown> shown() {
    return shown;
  }

  /// The id of the last event, which is the answer to who asked for it.
  EventId eventId() {
    return append.events().getLast().event().id();
  }

  void complete(AppendResult outcome) {
    result(outcome);
    release();
  }

  /// Says what became of it, without letting the waiting requests go on yet.
  void result(AppendResult outcome) {
    result = outcome;
  }

  void release() {
    submitter = null;
    done.countDown();
  }

  void committed(Commit made) {
    commit = made;
  }

  /// The id of the request that has submitted it, null when it has been released.
  @Nullable String submitterId() {
    RequestContext who = submitter;
    return who == null ? null : who.id();
  }

  /// Moves a share to the request that has submitted it, unless that has ended.
  void bill(Meter from, Meter.Charge charge, long amount) {
    RequestContext who = submitter;
    if (who != null && amount > 0) {
      from.move(who.meter(), charge, amount);
    }
  }

  @Nullable AppendResult result() {
    return result;
  }

  boolean isStored() {
    return result instanceof AppendResult.Stored;
  }

  /// Waits until it is durable.
  ///
  /// @throws MatrixException when it is not stored
  void await() {
    settle();
    if (result instanceof AppendResult.Failed failed) {
      throw unavailable("The event could not be stored: " + failed.reason());
    }
  }

  /// Waits until it is known whether it is durable. Who waits is charged the wait.
  ///
  /// @throws MatrixException when that takes too long
  void settle() {
    RequestContext context = RequestContext.current();
    Span piece = context.span().begin("commit");
    long start = System.nanoTime();
    try {
      if (!done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw unavailable("Storing takes too long; it may still succeed.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("The server is stopping.");
    } finally {
      long nanos = System.nanoTime() - start;
      WAITS.record(nanos);
      context.meter().add(Meter.Charge.COMMIT_WAIT, nanos);
      Commit made = commit;
      if (made != null) {
        piece.add(made.id + " shared by " + made.shared, made.since, made.nanos);
      }
      piece.end();
    }
  }

  private static MatrixException unavailable(String message) {
    return new MatrixException(
        ErrorCode.UNKNOWN, 503, message, JsonObject.builder().put("retry_after_ms", 1000).build());
  }
}
