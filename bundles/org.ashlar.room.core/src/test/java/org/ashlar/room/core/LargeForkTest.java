package org.ashlar.room.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a resolution reads follows from what differs, not from the size of the room.
class LargeForkTest {
  private static final int MEMBERS = 20_000;

  /// The state of 20,000 entries has about 1,050 nodes. The 50 places are spread over it, so that
  /// each has a leaf of its own in each state, and the nodes above.
  @ParameterizedTest
  @ValueSource(strings = {"10", "12"})
  void fiftyDifferencesInTwentyThousandEntriesReadLittle(String version) {
    LargeFork fork = new LargeFork(version, MEMBERS, false);

    assertThat(fork.resolve()).hasSizeBetween(40, 50);
    System.out.printf(
        "version %s: %d nodes, %d events%n", version, fork.nodesRead(), fork.eventsRead());

    assertThat(fork.nodesRead()).isLessThan(200);
    assertThat(fork.eventsRead()).isLessThan(200);
  }

  /// An event of the auth chains that is in no state: whether the common state has it below it is
  /// seen by the numbers in its leaves, without its events.
  @ParameterizedTest
  @ValueSource(strings = {"10", "12"})
  void chainsThatDifferBelowTheStatesReadNoEventsOfTheCommonState(String version) {
    LargeFork fork = new LargeFork(version, MEMBERS, true);

    assertThat(fork.resolve()).hasSizeBetween(40, 50);
    System.out.printf(
        "version %s, deep: %d nodes, %d events%n", version, fork.nodesRead(), fork.eventsRead());

    assertThat(fork.eventsRead()).isLessThan(200);
  }
}
