package org.ashlar.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.EventStore;
import org.ashlar.store.StoreException;

/// The simplest group commit: one thread that appends what has gathered meanwhile. Repeats a batch
/// for which no store was the writer.
final class GroupQueue implements AutoCloseable {
  private static final int MOST = 256;

  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Supplier<EventStore> store;
  private final Thread thread;
  private volatile long batches;
  private volatile boolean closed;

  GroupQueue(Supplier<EventStore> store) {
    this.store = store;
    this.thread = Thread.ofVirtual().name("group-queue").start(this::drain);
  }

  /// Appends and waits for the result.
  AppendResult append(Append append) {
    Waiting waiting = new Waiting(append, new CompletableFuture<>());
    queue.add(waiting);
    return waiting.result.join();
  }

  long batches() {
    return batches;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void drain() {
    List<Waiting> batch = new ArrayList<>(MOST);
    while (!closed) {
      try {
        batch.add(queue.take());
      } catch (InterruptedException e) {
        return;
      }
      queue.drainTo(batch, MOST - 1);
      write(batch);
      batch.clear();
    }
  }

  private void write(List<Waiting> batch) {
    try {
      List<AppendResult> results = append(batch.stream().map(Waiting::append).toList());
      batches++;
      for (int i = 0; i < results.size(); i++) {
        batch.get(i).result.complete(results.get(i));
      }
    } catch (RuntimeException e) {
      batch.forEach(waiting -> waiting.result.completeExceptionally(e));
    }
  }

  private List<AppendResult> append(List<Append> appends) {
    while (true) {
      try {
        return store.get().append(appends);
      } catch (StoreException e) {
        if (!e.isRetryable() || closed) {
          throw e;
        }
      }
    }
  }

  private record Waiting(Append append, CompletableFuture<AppendResult> result) {}
}
