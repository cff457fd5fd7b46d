package org.ashlar.tracing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.ashlar.base.context.FinishedContext;
import org.jspecify.annotations.Nullable;

/// What is to be sent, bounded. Any thread may put, one takes. Its lock is never held for longer
/// than it takes to put or take one.
final class ContextQueue {
  private final int most;
  private final ArrayDeque<FinishedContext> waiting = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean closed;

  ContextQueue(int most) {
    this.most = most;
  }

  /// @return false when it is full or closed
  boolean put(FinishedContext context) {
    lock.lock();
    try {
      if (closed || waiting.size() >= most) {
        return false;
      }
      waiting.add(context);
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// The eldest.
  ///
  /// @param nanos how long to wait for one
  /// @return null when none came, or when it is closed and empty
  @Nullable FinishedContext take(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return waiting.poll();
    } finally {
      lock.unlock();
    }
  }

  /// Takes nothing more; what is there can be taken. Wakes who waits.
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /// Waits.
  ///
  /// @return true when it was closed meanwhile
  boolean pause(Duration time) throws InterruptedException {
    long left = time.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
