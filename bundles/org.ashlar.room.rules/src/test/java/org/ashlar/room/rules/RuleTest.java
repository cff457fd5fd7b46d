package org.ashlar.room.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.ashlar.event.RoomVersion;
import org.junit.jupiter.api.Test;

class RuleTest {
  @Test
  void hasNoNumberWhereTheTextHasItNot() {
    assertThat(Rule.CREATE_WITHOUT_CREATOR.number(version("10"))).isEqualTo("1.4");
    assertThatThrownBy(() -> Rule.CREATE_WITHOUT_CREATOR.number(version("11")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11");
  }

  @Test
  void everyRuleHasANumberInSomeVersionAndNoTwoShareOne() {
    for (RoomVersion version : RoomVersion.all().values()) {
      assertThat(Rule.values())
          .filteredOn(rule -> isIn(rule, version))
          .hasSizeGreaterThan(35)
          .extracting(rule -> rule.number(version))
          .doesNotHaveDuplicates();
    }
    assertThat(Rule.values())
        .allMatch(rule -> RoomVersion.all().values().stream().anyMatch(v -> isIn(rule, v)));
  }

  private static boolean isIn(Rule rule, RoomVersion version) {
    try {
      rule.number(version);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static RoomVersion version(String id) {
    return RoomVersion.find(id).orElseThrow();
  }
}
