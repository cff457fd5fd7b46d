package org.ashlar.http.jetty;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// All time-outs of the connector, kept by one thread: a heap whose entries know their place, so
/// that taking one out early is cheap. Any thread.
final class TimeoutQueue {
  /// Something with an end.
  abstract static class Timed {
    private final long deadline;
    private int place = -1;

    /// @param deadline a value of [System#nanoTime]
    Timed(long deadline) {
      this.deadline = deadline;
    }

    /// Called by the queue's thread when the time is over; must be short.
    abstract void expire();
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition earlier = lock.newCondition();
  private List<Timed> heap = new ArrayList<>();

  void add(Timed timed) {
    lock.lock();
    try {
      heap.add(timed);
      up(heap.size() - 1, timed);
      if (timed.place == 0) {
        earlier.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes an entry out; one that is not there any more is ignored.
  void remove(Timed timed) {
    lock.lock();
    try {
      if (timed.place >= 0) {
        take(timed.place);
      }
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return heap.size();
    } finally {
      lock.unlock();
    }
  }

  /// Lets all expire now, on the calling thread.
  void expireAll() {
    List<Timed> all;
    lock.lock();
    try {
      all = heap;
      for (Timed timed : all) {
        timed.place = -1;
      }
      heap = new ArrayList<>();
    } finally {
      lock.unlock();
    }
    for (Timed timed : all) {
      timed.expire();
    }
  }

  /// Lets entries expire until the thread is interrupted.
  void run() {
    while (!Thread.currentThread().isInterrupted()) {
      Timed due = awaitDue();
      if (due != null) {
        due.expire();
      }
    }
  }

  private @Nullable Timed awaitDue() {
    lock.lock();
    try {
      if (heap.isEmpty()) {
        earlier.await();
        return null;
      }
      long left = heap.getFirst().deadline - System.nanoTime();
      if (left > 0) {
        earlier.awaitNanos(left);
        return null;
      }
      return take(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private Timed take(int at) {
    Timed taken = heap.get(at);
    taken.place = -1;
    Timed last = heap.removeLast();
    if (last != taken) {
      down(at, last);
      if (heap.get(at) == last) {
        up(at, last);
      }
    }
    return taken;
  }

  private void up(int from, Timed timed) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 1;
      if (heap.get(parent).deadline - timed.deadline <= 0) {
        break;
      }
      put(at, heap.get(parent));
      at = parent;
    }
    put(at, timed);
  }

  private void down(int from, Timed timed) {
    int at = from;
    int half = heap.size() >>> 1;
    while (at < half) {
      int child = 2 * at + 1;
      if (child + 1 < heap.size() && heap.get(child + 1).deadline - heap.get(child).deadline < 0) {
        child++;
      }
      if (timed.deadline - heap.get(child).deadline <= 0) {
        break;
      }
      put(at, heap.get(child));
      at = child;
    }
    put(at, timed);
  }

  private void put(int at, Timed timed) {
    heap.set(at, timed);
    timed.place = at;
  }
}
