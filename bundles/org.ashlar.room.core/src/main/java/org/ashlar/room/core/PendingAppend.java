package org.ashlar.room.core;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.jspecify.annotations.Nullable;

/// An append on its way to the store, and the requests that wait for it.
final class PendingAppend {
  private static final long LIMIT_SECONDS = 60;

  private final Append append;
  private final Generation generation;
  private final List<Shown> shown;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable AppendResult result;

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
    done.countDown();
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

  /// Waits until it is known whether it is durable.
  ///
  /// @throws MatrixException when that takes too long
  void settle() {
    try {
      if (!done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw unavailable("Storing takes too long; it may still succeed.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("The server is stopping.");
    }
  }

  private static MatrixException unavailable(String message) {
    return new MatrixException(
        ErrorCode.UNKNOWN, 503, message, JsonObject.builder().put("retry_after_ms", 1000).build());
  }
}
