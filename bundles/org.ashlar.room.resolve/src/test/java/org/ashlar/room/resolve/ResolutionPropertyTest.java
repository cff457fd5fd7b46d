package org.ashlar.room.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ashlar.base.id.EventId;
import org.ashlar.event.StateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolutionPropertyTest {
  private static final int GRAPHS = Integer.getInteger("ashlar.graphs", 120);

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void equalsTheSpecificationOnRandomGraphsInAnyOrder(String version) {
    int conflicts = 0;
    for (long seed = 0; seed < GRAPHS; seed++) {
      RandomRoom room = new RandomRoom(version, seed, 20 + (int) (seed % 25));
      SpecificationModel model =
          new SpecificationModel(room.room, room.pool, room.rejected, version.equals("12"));
      for (int i = 0; i < 4; i++) {
        List<Map<StateKey, EventId>> states = room.states();
        Map<StateKey, EventId> expected = model.resolve(states);
        List<Map<StateKey, EventId>> shuffled = new ArrayList<>(states);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(resolve(room, states)).as("seed %d, %d", seed, i).isEqualTo(expected);
        assertThat(resolve(room, shuffled)).as("seed %d, %d", seed, i).isEqualTo(expected);
        conflicts += states.stream().distinct().count() > 1 ? 1 : 0;
      }
    }
    assertThat(conflicts).isGreaterThan(3 * GRAPHS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "12"})
  void resolvingTheAnswerWithItselfChangesNothing(String version) {
    for (long seed = 0; seed < GRAPHS / 4; seed++) {
      RandomRoom room = new RandomRoom(version, seed, 30);
      Map<StateKey, EventId> resolved = resolve(room, room.states());

      assertThat(resolve(room, List.of(resolved, resolved))).isEqualTo(resolved);
    }
  }

  /// Without such graphs the comparison would not tell the two algorithms apart.
  @Test
  void theRandomGraphsTellTheTwoAlgorithmsApartAndHoldRejectedEvents() {
    int different = 0;
    int rejected = 0;
    for (long seed = 0; seed < GRAPHS; seed++) {
      RandomRoom room = new RandomRoom("12", seed, 20 + (int) (seed % 25));
      for (int i = 0; i < 4; i++) {
        List<Map<StateKey, EventId>> states = room.states();
        Map<StateKey, EventId> v2 =
            new SpecificationModel(room.room, room.pool, room.rejected, false).resolve(states);
        Map<StateKey, EventId> v21 =
            new SpecificationModel(room.room, room.pool, room.rejected, true).resolve(states);
        different += v2.equals(v21) ? 0 : 1;
        rejected +=
            states.stream().anyMatch(s -> s.values().stream().anyMatch(room.rejected::contains))
                ? 1
                : 0;
      }
    }
    assertThat(different).isGreaterThan(GRAPHS / 10);
    assertThat(rejected).isGreaterThan(GRAPHS / 20);
  }

  private static Map<StateKey, EventId> resolve(
      RandomRoom room, List<Map<StateKey, EventId>> states) {
    return Requests.resolve(room.room, states, Requests.source(room.pool, room.rejected));
  }
}
