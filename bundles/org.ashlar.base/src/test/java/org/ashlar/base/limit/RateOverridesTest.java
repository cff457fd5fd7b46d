package org.ashlar.base.limit;

import static org.assertj.core.api.Assertions.assertThat;
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

  @Test
  void limitsLetSomethingPass() {
    assertThatThrownBy(() -> new Limit(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limit(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limit(1, 0.5)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:",
    "2001:DB8:1:2:ffff:4:5:7, 2001:db8:1:2:",
    "2001:db8::1, 2001:db8:0:0:",
    "::1, 0:0:0:0:",
    "2001:db8:0:1::, 2001:db8:0:1:",
    "::ffff:192.0.2.7, 192.0.2.7",
  })
  void networksHoldTheAddressesOfOneSender(String address, String network) {
    assertThat(Networks.of(address)).isEqualTo(network);
  }
}
