package org.ashlar.sync;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each answer of random histories is what the naive model says. `-Dashlar.sync.histories=N` runs N
/// of each kind, `-Dashlar.sync.seed=S` only the one of that seed.
class NaiveSyncTest {
  private static final int HISTORIES = Integer.getInteger("ashlar.sync.histories", 40);
  private static final Long SEED = Long.getLong("ashlar.sync.seed");

  @ParameterizedTest
  @ValueSource(longs = {1, 100_000, 200_000, 300_000})
  void answersAreThoseOfTheModel(long first) {
    run(first, false);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000_000, 1_100_000, 1_200_000, 1_300_000})
  void answersAreThoseOfTheModelWhenRoomsFork(long first) {
    run(first, true);
  }

  private static void run(long first, boolean forks) {
    if (SEED == null) {
      run(first, first + HISTORIES, forks);
    } else if (SEED >= first && SEED < first + 100_000) {
      run(SEED, SEED + 1, forks);
    }
  }

  private static void run(long first, long end, boolean forks) {
    for (long seed = first; seed < end; seed++) {
      try (NaiveHistory history = new NaiveHistory(seed, forks)) {
        history.run(45);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("Seed " + seed + (forks ? " with forks" : ""), e);
      }
    }
  }
}
