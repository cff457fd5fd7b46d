package org.ashlar.room.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.id.RoomId;
import org.ashlar.store.RoomRef;
import org.ashlar.store.RoomUpkeep;
import org.ashlar.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When the sweep works, and on what. What it frees is tested in org.ashlar.store.postgres.
class StateSweepTest {
  private final RoomHouse house = new RoomHouse();
  private final List<RoomRef> rooms = new ArrayList<>();
  private final Map<Long, Long> lost = new HashMap<>();
  private final Set<Long> failing = new HashSet<>();
  private final List<String> calls = new ArrayList<>();
  private Duration cost = Duration.ZERO;
  private Duration interval = Duration.ofDays(1);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final StateSweep sweep = sweep();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aRoundBeginsAnHourAfterTheStartAndAgainAfterTheInterval() {
    // Given
    rooms(3);
    lost.put(rooms.get(1).nid(), 7L);
    // When, then
    sweep.run();
    pass(Duration.ofMinutes(59));
    assertThat(calls).isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(calls).containsExactly("count 1", "count 2", "sweep 2", "count 3");
    pass(Duration.ofHours(23));
    assertThat(calls).hasSize(4);
    pass(Duration.ofHours(1));
    assertThat(calls).hasSize(8);
  }

  @Test
  void itWorksForATenthOfTheTime() {
    // Given
    rooms(3);
    cost = Duration.ofSeconds(2);
    sweep.run();
    // When, then
    pass(Duration.ofHours(1));
    assertThat(calls).containsExactly("count 1");
    pass(Duration.ofSeconds(17));
    assertThat(calls).hasSize(1);
    pass(Duration.ofSeconds(1));
    assertThat(calls).containsExactly("count 1", "count 2");
  }

  @Test
  void itIsOffAtZeroAndOnAgainWithoutARestart() {
    // Given
    rooms(1);
    interval = Duration.ZERO;
    sweep.run();
    pass(Duration.ofDays(2));
    assertThat(calls).isEmpty();
    // When
    interval = Duration.ofMinutes(10);
    sweep.run();
    pass(Duration.ofMinutes(10));
    // Then
    assertThat(calls).containsExactly("count 1");
  }

  @Test
  void aFaultIsFollowedByAMinutesRestAndTheNextRoom() {
    // Given
    rooms(2);
    failing.add(rooms.getFirst().nid());
    sweep.run();
    // When, then
    pass(Duration.ofHours(1));
    pass(Duration.ofSeconds(59));
    assertThat(calls).containsExactly("count 1");
    pass(Duration.ofSeconds(1));
    assertThat(calls).containsExactly("count 1", "count 2");
  }

  private void rooms(int count) {
    for (int i = 0; i < count; i++) {
      RoomId room = house.room("12", "public_chat");
      rooms.add(house.store.room(room).orElseThrow().room());
    }
  }

  private void pass(Duration time) {
    now = now.plus(time);
    sweep.run();
  }

  private StateSweep sweep() {
    RoomUpkeep told =
        (RoomUpkeep)
            Proxy.newProxyInstance(
                RoomUpkeep.class.getClassLoader(),
                new Class<?>[] {RoomUpkeep.class},
                (_, method, arguments) -> answer(method.getName(), arguments));
    Gate<RoomUpkeep> gate = house.selections.gate(RoomUpkeep.class);
    gate.bind(new NumberedReference<>(9, RoomUpkeep.class), told);
    RoomDeletions deletions = new RoomDeletions(house.parts.store());
    Upkeep upkeep =
        new Upkeep(
            house.parts,
            house.lanes,
            house.sending,
            new Upkeep.Stores(gate, deletions, _ -> {}, _ -> {}));
    return new StateSweep(upkeep, () -> now, () -> interval);
  }

  private Object answer(String method, Object[] arguments) {
    if (method.equals("rooms")) {
      return rooms.stream().filter(room -> room.nid() > (long) arguments[0]).toList();
    }
    long nid = (long) arguments[0];
    now = now.plus(cost);
    switch (method) {
      case "countLostState" -> {
        calls.add("count " + nid);
        if (failing.contains(nid)) {
          throw new StoreException("away", true);
        }
        return lost.getOrDefault(nid, 0L);
      }
      case "sweepState" -> {
        calls.add("sweep " + nid);
        return lost.get(nid);
      }
      default -> throw new UnsupportedOperationException(method);
    }
  }
}
