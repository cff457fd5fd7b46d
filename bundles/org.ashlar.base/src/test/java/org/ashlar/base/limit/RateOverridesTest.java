package org.ashlar.base.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.ashlar.base.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateOverridesTest {
  private static final RateClass MESSAGE = new RateClass("message");

  @Test
  void areReadAsTheyWereWritten() {
    RateOverrides some =
        RateOverrides.NONE
            .with(MESSAGE, new Limit(0.25, 3))
            .with(new RateClass("join_local"), new Limit(1e5, 1));

    for (RateOverrides each :
        new RateOverrides[] {some, RateOverrides.NONE, RateOverrides.UNLIMITED}) {
      assertThat(RateOverrides.of(Json.parseObject(Json.write(each.toJson())))).isEqualTo(each);
    }
  }

  @Test
  void leaveOutWhatIsNotUnderstood() {
    String stored =
        """
        {"Other": {}, "later": {"form": 1}, "zero": {"per_second": "0", "burst": "1"},
         "endless": {"per_second": "Infinity", "burst": "100"},
         "tiny": {"per_second": "5e-324", "burst": "1"},
         "huge": {"per_second": "1", "burst": "1e300"},
         "none": {"per_second": "NaN", "burst": "NaN"},
         "text": {"per_second": "much", "burst": "1"},
         "message": {"per_second": "2", "burst": "4", "more": 1}}
        """;

    assertThat(RateOverrides.of(Json.parseObject(stored.getBytes())))
        .isEqualTo(RateOverrides.NONE.with(MESSAGE, new Limit(2, 4)));
  }

  @Test
  void ofAClassSwitchOnAgain() {
    assertThat(RateOverrides.UNLIMITED.with(MESSAGE, new Limit(2, 4)).off()).isFalse();
    assertThat(RateOverrides.NONE.isEmpty()).isTrue();
    assertThat(RateOverrides.UNLIMITED.isEmpty()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "NaN, 1",
    "1, NaN",
    "1, 0.5",
    "Infinity, 100",
    "1, Infinity",
    "5e-324, 1",
    "0.0009, 1",
    "100000.1, 1",
    "1, 100001",
  })
  void limitsAreWhatTheConfigurationCanHold(double perSecond, double burst) {
    assertThatThrownBy(() -> new Limit(perSecond, burst))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void limitsReachFromAlmostNothingToAlmostAll() {
    assertThatCode(() -> new Limit(0.001, 1)).doesNotThrowAnyException();
    assertThatCode(() -> new Limit(100_000, 100_000)).doesNotThrowAnyException();
  }
}
