package org.ashlar.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ashlar.base.id.UserId;
import org.ashlar.event.RoomVersion.Behavior;
import org.junit.jupiter.api.Test;

class RoomVersionTest {
  @Test
  void theTableHoldsTheSupportedVersions() {
    assertThat(RoomVersion.all().keySet()).containsExactly("10", "11", "12");
    assertThat(RoomVersion.find("12")).containsSame(RoomVersion.all().get("12"));
    assertThat(RoomVersion.find("13")).isEmpty();
    assertThat(RoomVersion.find("12 ")).isEmpty();
  }

  @Test
  void eachVersionChangesTheOneBefore() {
    Set<Behavior> v10 = behaviors("10");
    Set<Behavior> v11 = behaviors("11");
    Set<Behavior> v12 = behaviors("12");

    assertThat(v10)
        .isEqualTo(
            EnumSet.of(
                Behavior.CREATE_IN_AUTH_EVENTS,
                Behavior.CREATOR_IN_CONTENT,
                Behavior.INTEGER_POWER_LEVELS,
                Behavior.NOTIFICATION_LEVELS,
                Behavior.STRICT_CANONICAL_JSON,
                Behavior.KNOCK,
                Behavior.RESTRICTED,
                Behavior.KNOCK_RESTRICTED,
                Behavior.KEY_VALIDITY));
    assertThat(difference(v11, v10)).containsExactly(Behavior.REDACTS_IN_CONTENT);
    assertThat(difference(v10, v11)).containsExactly(Behavior.CREATOR_IN_CONTENT);
    assertThat(difference(v12, v11))
        .containsExactlyInAnyOrder(Behavior.ROOM_ID_IS_CREATE_HASH, Behavior.PRIVILEGED_CREATORS);
    assertThat(difference(v11, v12)).containsExactly(Behavior.CREATE_IN_AUTH_EVENTS);
    assertThat(RoomVersion.all().values())
        .extracting(RoomVersion::resolution)
        .containsExactly("v2", "v2", "v2.1");
    assertThat(RoomVersion.all().values())
        .extracting(RoomVersion::authRules)
        .containsExactly("v10", "v11", "v12");
  }

  @Test
  void placesInTheStateAreOrderedByTypeThenKey() {
    List<StateKey> sorted =
        List.of(
            StateKey.CREATE,
            StateKey.member(new UserId("@a:x")),
            StateKey.member(new UserId("@b:x")),
            StateKey.POWER_LEVELS);

    assertThat(new TreeSet<>(sorted.reversed())).containsExactlyElementsOf(sorted);
  }

  private static Set<Behavior> behaviors(String version) {
    Set<Behavior> result = EnumSet.noneOf(Behavior.class);
    Arrays.stream(Behavior.values())
        .filter(RoomVersion.find(version).orElseThrow()::has)
        .forEach(result::add);
    return result;
  }

  private static Set<Behavior> difference(Set<Behavior> left, Set<Behavior> right) {
    Set<Behavior> result = EnumSet.copyOf(left);
    result.removeAll(right);
    return result;
  }
}
