package org.ashlar.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypePatternsTest {
  @ParameterizedTest
  @CsvSource({
    "m.room.message, m.room.message, true",
    "m.room.message, m.room.messages, false",
    "m.room.*, m.room.message, true",
    "m.room.*, m.rooms, false",
    "*, anything, true",
    "*message, m.room.message, true",
    "m.*.message, m.room.message, true",
    "m.*.message, m.message, false",
    "a*b*c, abbbc, true",
    "a*b*c, acb, false",
    "m.room.*, M.room.message, false",
    "m.r..m, m.room, false",
  })
  void aStarStandsForAnyCharacters(String pattern, String type, boolean matches) {
    assertThat(TypePatterns.of(List.of("other", pattern)).matches(type)).isEqualTo(matches);
  }

  @Test
  void manyStarsDoNotCostMoreThanTheProductOfTheLengths() {
    // Given a pattern that a backtracking matcher does not come to an end with
    TypePatterns patterns = TypePatterns.of(List.of("*a".repeat(50) + "*b"));
    // When, then
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(patterns.matches("a".repeat(255))).isFalse());
  }
}
