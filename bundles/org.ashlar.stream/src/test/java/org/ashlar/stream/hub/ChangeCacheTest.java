package org.ashlar.stream.hub;

import static org.ashlar.stream.hub.SampleEvents.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.ashlar.store.Position;
import org.junit.jupiter.api.Test;

class ChangeCacheTest {
  @Test
  void aChangeIsSeenByWhoeverWasBeforeIt() {
    ChangeCache cache = new ChangeCache(10);
    cache.put("a", 5);

    assertThat(cache.changedSince("a", at(4))).isTrue();
    assertThat(cache.changedSince("a", at(5))).isFalse();
    assertThat(cache.changedSince("b", at(0))).isFalse();
  }

  @Test
  void belowTheFloorEverythingMayHaveChanged() {
    ChangeCache cache = new ChangeCache(10);
    cache.restart(at(100));

    assertThat(cache.changedSince("a", at(99))).isTrue();
    assertThat(cache.changedSince("a", at(100))).isFalse();
  }

  @Test
  void positionsOfAnotherWriterSayNothing() {
    assertThat(new ChangeCache(10).changedSince("a", new Position(2, 50))).isTrue();
  }

  @Test
  void noChangeIsEverMissedHoweverMuchIsForgotten() {
    Random random = new Random(3);
    ChangeCache cache = new ChangeCache(16);
    Map<String, Long> truth = new HashMap<>();
    int quiet = 0;
    for (long number = 1; number < 20_000; number++) {
      String changed = "key" + random.nextInt(100);
      cache.put(changed, number);
      truth.put(changed, number);
      String asked = "key" + random.nextInt(100);
      long after = Math.max(0, number - random.nextInt(60));
      if (truth.getOrDefault(asked, 0L) > after) {
        assertThat(cache.changedSince(asked, at(after))).isTrue();
      } else if (!cache.changedSince(asked, at(after))) {
        quiet++;
      }
    }
    assertThat(quiet).isGreaterThan(2_000);
  }
}
