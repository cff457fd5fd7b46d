package org.ashlar.room.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ashlar.base.id.EventId;
import org.ashlar.event.StateKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random graphs, several forks in each, against the specification's text.
class ResolutionPropertyTest {
  private static final int ROOMS = Integer.getInteger("ashlar.graphs", 50);
  private static final int FORKS = 48;

  /// Runs that are shortened need not show so many.
  private static final int ENOUGH = ROOMS < 50 ? 1 : 200;

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "11", "12"})
  void equalsTheSpecificationInAnyOrderAndRepeatsItself(String version) {
    Shown shown = new Shown();
    for (long seed = 0; seed < ROOMS; seed++) {
      RandomRoom room = new RandomRoom(version, seed, size(seed));
      SpecificationModel model = model(room, version.equals("12"));
      SpecificationModel other = model(room, !version.equals("12"));
      for (int i = 0; i < FORKS; i++) {
        List<Map<StateKey, EventId>> states = room.states();
        Map<StateKey, EventId> expected = model.resolve(states);
        List<Map<StateKey, EventId>> shuffled = new ArrayList<>(states);
        Collections.shuffle(shuffled, new Random(seed));

        Map<StateKey, EventId> resolved = resolve(room, states);

        assertThat(resolved).as("seed %d, %d", seed, i).isEqualTo(expected);
        assertThat(resolve(room, shuffled)).as("seed %d, %d", seed, i).isEqualTo(expected);
        assertThat(resolve(room, List.of(resolved, resolved))).isEqualTo(resolved);
        shown.count(model.traits(states), !expected.equals(other.resolve(states)), states);
      }
    }
    System.out.println("version " + version + ": " + shown);
    shown.check(!version.equals("1"));
  }

  /// How many forks have what is hard. Without such graphs the comparison would show little.
  private static final class Shown {
    private int conflicts;
    private int different;
    private int added;
    private int shrunk;
    private int rejected;

    void count(
        SpecificationModel.Traits traits, boolean differs, List<Map<StateKey, EventId>> states) {
      conflicts += states.stream().distinct().count() > 1 ? 1 : 0;
      different += differs ? 1 : 0;
      added += traits.added() ? 1 : 0;
      shrunk += traits.shrunk() ? 1 : 0;
      rejected += traits.rejected() ? 1 : 0;
    }

    void check(boolean withChains) {
      assertThat(conflicts).as("conflicts").isGreaterThan(ROOMS * FORKS * 7 / 10);
      assertThat(rejected).as("a rejected event takes part").isGreaterThanOrEqualTo(ENOUGH);
      if (withChains) {
        assertThat(different).as("v2 and v2.1 differ").isGreaterThanOrEqualTo(ENOUGH);
        assertThat(added).as("the subgraph adds events").isGreaterThanOrEqualTo(ENOUGH);
        assertThat(shrunk).as("an unconflicted chain shrinks").isGreaterThanOrEqualTo(ENOUGH);
      }
    }

    @Override
    public String toString() {
      return ("%d forks differ; in %d v2 and v2.1 do, in %d the subgraph adds events, in %d an"
              + " unconflicted chain shrinks the auth difference, in %d a rejected event takes"
              + " part")
          .formatted(conflicts, different, added, shrunk, rejected);
    }
  }

  private static SpecificationModel model(RandomRoom room, boolean v21) {
    return new SpecificationModel(room.room, room.pool, room.rejected, v21);
  }

  private static int size(long seed) {
    return 20 + (int) (seed % 25);
  }

  private static Map<StateKey, EventId> resolve(
      RandomRoom room, List<Map<StateKey, EventId>> states) {
    return Requests.resolve(room.room, states, Requests.source(room.pool, room.rejected));
  }
}
