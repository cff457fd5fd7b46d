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
    assertThat(RoomVersion.all().keySet())
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
    assertThat(RoomVersion.find("12")).containsSame(RoomVersion.all().get("12"));
    assertThat(RoomVersion.find("13")).isEmpty();
    assertThat(RoomVersion.find("12 ")).isEmpty();
  }

  @Test
  void eachVersionChangesTheOneBefore() {
    assertThat(behaviors("1"))
        .containsExactlyInAnyOrder(
            Behavior.CREATE_IN_AUTH_EVENTS,
            Behavior.CREATOR_IN_CONTENT,
            Behavior.REDACTION_RULE,
            Behavior.ALIASES_RULE);
    assertStep("1", "2", Set.of(), Set.of());
    assertStep("2", "3", Set.of(), Set.of(Behavior.REDACTION_RULE));
    assertStep("3", "4", Set.of(), Set.of());
    assertStep("4", "5", Set.of(Behavior.KEY_VALIDITY), Set.of());
    assertStep(
        "5",
        "6",
        Set.of(Behavior.NOTIFICATION_LEVELS, Behavior.STRICT_CANONICAL_JSON),
        Set.of(Behavior.ALIASES_RULE));
    assertStep("6", "7", Set.of(Behavior.KNOCK), Set.of());
    assertStep("7", "8", Set.of(Behavior.RESTRICTED), Set.of());
    assertStep("8", "9", Set.of(), Set.of());
    assertStep(
        "9", "10", Set.of(Behavior.KNOCK_RESTRICTED, Behavior.INTEGER_POWER_LEVELS), Set.of());
    assertStep(
        "10", "11", Set.of(Behavior.REDACTS_IN_CONTENT), Set.of(Behavior.CREATOR_IN_CONTENT));
    assertStep(
        "11",
        "12",
        Set.of(Behavior.ROOM_ID_IS_CREATE_HASH, Behavior.PRIVILEGED_CREATORS),
        Set.of(Behavior.CREATE_IN_AUTH_EVENTS));
  }

  @Test
  void eachVersionHasItsAlgorithms() {
    assertThat(RoomVersion.all().values())
        .extracting(
            row ->
                row.id()
                    + " "
                    + row.eventIds()
                    + " "
                    + row.redactions()
                    + " "
                    + row.authRules()
                    + " "
                    + row.resolution())
        .containsExactly(
            "1 GIVEN V1 v1 v1",
            "2 GIVEN V1 v1 v2",
            "3 HASH V1 v3 v2",
            "4 URL_SAFE_HASH V1 v3 v2",
            "5 URL_SAFE_HASH V1 v3 v2",
            "6 URL_SAFE_HASH V6 v6 v2",
            "7 URL_SAFE_HASH V6 v7 v2",
            "8 URL_SAFE_HASH V8 v8 v2",
            "9 URL_SAFE_HASH V9 v8 v2",
            "10 URL_SAFE_HASH V9 v10 v2",
            "11 URL_SAFE_HASH V11 v11 v2",
            "12 URL_SAFE_HASH V11 v12 v2.1");
    assertThat(RoomVersion.all().values())
        .filteredOn(RoomVersion::hasHashedReferences)
        .extracting(RoomVersion::toString)
        .containsExactly("1", "2");
  }

  private static void assertStep(
      String before, String after, Set<Behavior> added, Set<Behavior> removed) {
    assertThat(difference(behaviors(after), behaviors(before))).isEqualTo(added);
    assertThat(difference(behaviors(before), behaviors(after))).isEqualTo(removed);
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
