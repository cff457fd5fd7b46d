package org.ashlar.account.core.data;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets work on one key come after another in this process; keys may share a lock. Any thread.
public final class KeyedLocks {
  private static final int LOCKS = 64;

  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  /// Makes the locks.
  public KeyedLocks() {
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  /// Works while nobody else works on the key.
  ///
  /// @param key the key
  /// @param work the work; must not take another key
  /// @param <R> the result
  /// @return what the work returns
  public <R> R call(Object key, Supplier<R> work) {
    ReentrantLock lock = locks[Math.floorMod(key.hashCode(), LOCKS)];
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
