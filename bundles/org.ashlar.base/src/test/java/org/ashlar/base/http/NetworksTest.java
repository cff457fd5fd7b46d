package org.ashlar.base.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.0.2.128/25, 192.0.2.200, true",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.0/31, 192.0.2.1, true",
    "192.0.2.0/31, 192.0.2.2, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false",
    "::1, 0:0:0:0:0:0:0:1, true",
    "::1, [::1], true",
    "127.0.0.1, localhost, false"
  })
  void anAddressIsInItsNetworks(String network, String address, boolean inside) {
    assertThat(Networks.of("198.51.100.1", network).contains(address)).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "10.0.0.0/33", "10.0.0.0/-1", "::1/129", "10.0.0.0/x", ""})
  void whatIsNoNetworkIsRefused(String entry) {
    assertThatThrownBy(() -> Networks.of(entry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`" + entry + "`");
  }

  @Test
  void noNetworkHasNoAddress() {
    assertThat(Networks.of().isEmpty()).isTrue();
    assertThat(Networks.of().contains("127.0.0.1")).isFalse();
    assertThat(Networks.isAddress("127.0.0.1")).isTrue();
    assertThat(Networks.isAddress("localhost")).isFalse();
  }
}
