package org.ashlar.base.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ashlar.base.metric.MetricSnapshot;
import org.ashlar.base.metric.Metrics;
import org.junit.jupiter.api.Test;

class BoundedCacheTest {
  @Test
  void whatWasNotUsedForLongestIsForgotten() {
    BoundedCache<String, Integer> cache = new BoundedCache<>(5, value -> value);
    cache.put("a", 2);
    cache.put("b", 2);
    assertThat(cache.get("a")).isEqualTo(2);
    cache.put("c", 3);
    assertThat(cache.get("b")).isNull();
    assertThat(cache.get("a")).isEqualTo(2);
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void theUseOfAllCachesOfANameIsCountedTogether() {
    // Given
    BoundedCache<String, Integer> old = new BoundedCache<>("test_use", 2);
    BoundedCache<String, Integer> fresh = new BoundedCache<>("test_use", 10, _ -> 5);
    // When
    old.put("a", 1);
    old.put("b", 1);
    old.put("c", 1);
    assertThat(old.get("a")).isNull();
    assertThat(old.get("c")).isEqualTo(1);
    assertThat(fresh.computeIfAbsent("a", _ -> 7)).isEqualTo(7);
    assertThat(fresh.computeIfAbsent("a", _ -> 8)).isEqualTo(7);
    // Then
    assertThat(value("util_caches_cache")).isEqualTo(4);
    assertThat(value("util_caches_cache_hits")).isEqualTo(2);
    assertThat(value("util_caches_cache_evicted_size")).isEqualTo(1);
    assertThat(value("util_caches_cache_size")).isEqualTo(3);
  }

  @Test
  void aCacheWithoutNameIsNotMeasured() {
    BoundedCache<String, Integer> cache = new BoundedCache<>(1);
    cache.put("a", 1);
    cache.put("b", 1);
    assertThat(cache.get("b")).isEqualTo(1);
    assertThat(cache.size()).isEqualTo(1);
  }

  private static double value(String name) {
    return Metrics.current().declared().stream()
        .filter(metric -> metric.name().equals(name))
        .map(MetricSnapshot.Gauge.class::cast)
        .map(gauge -> gauge.values().get(List.of("test_use")))
        .findFirst()
        .orElseThrow();
  }
}
