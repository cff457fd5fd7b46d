package org.ashlar.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  @Test
  void distanceCountsInsertionsDeletionsReplacementsAndExchanges() {
    assertThat(Suggestion.distance("port", "port")).isZero();
    assertThat(Suggestion.distance("prot", "port")).isEqualTo(1);
    assertThat(Suggestion.distance("ports", "port")).isEqualTo(1);
    assertThat(Suggestion.distance("", "port")).isEqualTo(4);
    assertThat(Suggestion.distance("pool", "port")).isEqualTo(2);
  }

  @Test
  void whatIsFarIsNotSuggested() {
    assertThat(Suggestion.nearest("listener", List.of("listeners", "threads")))
        .contains("listeners");
    assertThat(Suggestion.nearest("elephant", List.of("listeners", "threads"))).isEmpty();
  }
}
