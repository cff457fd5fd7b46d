package org.ashlar.room.resolve;

import static org.ashlar.room.resolve.Branch.ALICE;
import static org.ashlar.room.resolve.Branch.CREATOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read follows the conflict, not the history of the room.
class BoundedWalkTest {
  private static final int HISTORY = 1000;

  @ParameterizedTest
  @ValueSource(strings = {"1", "11", "12"})
  void aForkAtTheEndOfALongHistoryOfPowerLevelsReadsOnlyItsEnd(String version) {
    Branch left = longHistory(version);
    Branch right = left.fork();
    left.levels(CREATOR, "'" + ALICE + "':1");
    left.levels(CREATOR, "'" + ALICE + "':2");
    right.levels(CREATOR, "'" + ALICE + "':3");
    right.send(CREATOR, "m.room.topic", "", "{'topic':'right'}");

    assertThat(read(left, right)).hasSizeLessThan(20);
  }

  /// An old membership that only one state has: it names the levels of its time, which lie deep in
  /// the history, but below the common state all the same.
  @Test
  void anOldEventInOneStateDoesNotUnrollTheHistory() {
    Branch left = longHistory("11");
    Branch right = left.fork();
    left.levels(CREATOR, "'" + ALICE + "':1");
    right.state.remove(StateKey.member(left.room.create().sender()));
    left.send(CREATOR, "m.room.topic", "", "{'topic':'left'}");

    assertThat(read(left, right)).hasSizeLessThan(60);
  }

  private static Branch longHistory(String version) {
    Branch branch = Branch.of(version);
    branch.joinRule("public");
    branch.membership(ALICE, ALICE, "join");
    for (int i = 0; i < HISTORY; i++) {
      branch.levels(CREATOR, "'" + ALICE + "':" + i % 50);
    }
    return branch;
  }

  private static List<EventId> read(Branch left, Branch right) {
    List<EventId> read = new ArrayList<>();
    Map<EventId, Long> orders = new HashMap<>();
    for (Event event : left.pool.values()) {
      orders.put(event.id(), (long) orders.size());
    }
    CountingSource source = new CountingSource(read::addAll, new OrderedSource(left.pool, orders));
    Requests.resolve(left.room, List.of(left.state, right.state), source);
    return read;
  }
}
