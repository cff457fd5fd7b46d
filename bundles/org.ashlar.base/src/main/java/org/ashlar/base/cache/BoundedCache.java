package org.ashlar.base.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// A map that forgets what was not used for longest when it grows over a bound. Any thread.
///
/// @param <K> keys
/// @param <V> values
public final class BoundedCache<K, V> {
  private final LinkedHashMap<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final long bound;
  private final ToIntFunction<? super V> weigher;
  private final @Nullable CacheUse use;
  private long weight;

  /// A cache of so many entries.
  ///
  /// @param entries the most entries, positive
  public BoundedCache(int entries) {
    this(entries, _ -> 1);
  }

  /// A cache of a total weight.
  ///
  /// @param bound the greatest sum of weights, positive
  /// @param weigher the weight of a value, always the same, positive
  public BoundedCache(long bound, ToIntFunction<? super V> weigher) {
    this(null, bound, weigher);
  }

  /// A cache of so many entries whose use is measured.
  ///
  /// @param name what metrics call it; of the code, so that there are few
  /// @param entries the most entries, positive
  public BoundedCache(String name, int entries) {
    this(name, entries, _ -> 1);
  }

  /// A cache of a total weight whose use is measured.
  ///
  /// @param name what metrics call it; of the code, so that there are few; null for none
  /// @param bound the greatest sum of weights, positive
  /// @param weigher the weight of a value, always the same, positive
  public BoundedCache(@Nullable String name, long bound, ToIntFunction<? super V> weigher) {
    this.bound = bound;
    this.weigher = weigher;
    this.use = name == null ? null : CacheUse.of(name, this);
  }

  /// Looks up.
  ///
  /// @param key a key
  /// @return its value, or null when it is not held
  public synchronized @Nullable V get(K key) {
    V known = entries.get(key);
    count(known != null);
    return known;
  }

  /// Looks up, and makes what is missing; at most one value is made for a key while it is held.
  ///
  /// @param key a key
  /// @param maker makes the value; short, as it holds up others
  /// @return the value
  public synchronized V computeIfAbsent(K key, Function<? super K, ? extends V> maker) {
    V known = entries.get(key);
    count(known != null);
    if (known == null) {
      known = maker.apply(key);
      put(key, known);
    }
    return known;
  }

  /// Puts or replaces.
  ///
  /// @param key a key
  /// @param value its value
  public synchronized void put(K key, V value) {
    V old = entries.put(key, value);
    weight += weigher.applyAsInt(value) - (old == null ? 0 : weigher.applyAsInt(old));
    Iterator<Map.Entry<K, V>> eldest = entries.entrySet().iterator();
    while (weight > bound && entries.size() > 1) {
      weight -= weigher.applyAsInt(eldest.next().getValue());
      eldest.remove();
      if (use != null) {
        use.evicted();
      }
    }
  }

  /// Forgets a key.
  ///
  /// @param key a key
  public synchronized void remove(K key) {
    V old = entries.remove(key);
    weight -= old == null ? 0 : weigher.applyAsInt(old);
  }

  /// The number of entries.
  ///
  /// @return 0 or more
  public synchronized int size() {
    return entries.size();
  }

  private void count(boolean hit) {
    if (use != null) {
      use.asked(hit);
    }
  }
}
