package org.ashlar.sync;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Values that can be made again, up to a number; when it is reached, about half are dropped, in no
/// order. Any thread.
final class BoundedCache<K, V> {
  private final Map<K, V> values = new ConcurrentHashMap<>();
  private final int limit;

  BoundedCache(int limit) {
    this.limit = limit;
  }

  @Nullable V get(K key) {
    return values.get(key);
  }

  void put(K key, V value) {
    if (values.size() >= limit) {
      dropHalf();
    }
    values.put(key, value);
  }

  /// The value that is there, or the one given from now on.
  V shared(K key, V value) {
    V known = values.get(key);
    if (known != null) {
      return known;
    }
    put(key, value);
    return value;
  }

  private void dropHalf() {
    boolean keep = false;
    for (var entries = values.entrySet().iterator(); entries.hasNext(); keep = !keep) {
      entries.next();
      if (!keep) {
        entries.remove();
      }
    }
  }
}
