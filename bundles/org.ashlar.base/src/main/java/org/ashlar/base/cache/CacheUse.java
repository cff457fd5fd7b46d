package org.ashlar.base.cache;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import org.ashlar.base.metric.MetricScope;
import org.ashlar.base.metric.Metrics;

/// How the caches of one name are used. Those of all versions of a bundle count together. Their
/// sizes are read through weak references, as nobody closes a cache: one of a bundle that is gone
/// counts as long as it is in memory. Any thread.
final class CacheUse {
  private final LongAdder asked = new LongAdder();
  private final LongAdder hits = new LongAdder();
  private final LongAdder evicted = new LongAdder();
  private final List<WeakReference<BoundedCache<?, ?>>> caches = new CopyOnWriteArrayList<>();

  private CacheUse() {}

  /// The use of a name, of which one more cache has been made.
  static CacheUse of(String name, BoundedCache<?, ?> cache) {
    CacheUse use = Names.OF_PROCESS.uses.computeIfAbsent(name, _ -> new CacheUse());
    use.caches.removeIf(known -> known.refersTo(null));
    use.caches.add(new WeakReference<>(cache));
    return use;
  }

  void asked(boolean hit) {
    asked.increment();
    if (hit) {
      hits.increment();
    }
  }

  void evicted() {
    evicted.increment();
  }

  private long entries() {
    long entries = 0;
    for (WeakReference<BoundedCache<?, ?>> known : caches) {
      BoundedCache<?, ?> cache = known.get();
      entries += cache == null ? 0 : cache.size();
    }
    return entries;
  }

  /// All names. What only grows is a gauge too, as it is for the dashboards of others.
  private static final class Names {
    private static final Names OF_PROCESS = new Names();

    private final Map<String, CacheUse> uses = new ConcurrentHashMap<>();

    private Names() {
      MetricScope scope = Metrics.current().scope();
      show(scope, "", "Lookups in caches since the start.", use -> use.asked.sum());
      show(scope, "_hits", "Lookups that found a value, since the start.", use -> use.hits.sum());
      show(
          scope,
          "_evicted_size",
          "Entries forgotten because the cache was full, since the start.",
          use -> use.evicted.sum());
      show(scope, "_size", "Entries that caches hold.", CacheUse::entries);
    }

    private void show(MetricScope scope, String what, String help, ToLongFunction<CacheUse> value) {
      scope.gauges("util_caches_cache" + what, help, List.of("name"), () -> values(value));
    }

    private Map<List<String>, Long> values(ToLongFunction<CacheUse> value) {
      Map<List<String>, Long> values = new HashMap<>();
      uses.forEach((name, use) -> values.put(List.of(name), value.applyAsLong(use)));
      return values;
    }
  }
}
