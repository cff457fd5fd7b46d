package org.ashlar.tracing;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/// Does what Java's client asks for, one after the other on one thread, so that no task has to be
/// started for each step of a request.
final class Errands implements Executor {
  private final BlockingQueue<Runnable> due = new LinkedBlockingQueue<>();
  private volatile boolean over;

  @Override
  public void execute(Runnable errand) {
    if (!over) {
      due.add(errand);
    }
  }

  /// Works until it is interrupted. Keeps nothing of the client afterwards: Java keeps an executor
  /// for as long as it keeps the client.
  void work() {
    try {
      while (true) {
        due.take().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over = true;
      due.clear();
    }
  }
}
