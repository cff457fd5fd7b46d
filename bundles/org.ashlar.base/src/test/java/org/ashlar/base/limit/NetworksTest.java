package org.ashlar.base.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "192.0.2.1:443, 192.0.2.1",
    "::ffff:9.9.9.9, 9.9.9.9",
    "::FFFF:909:909, 9.9.9.9",
    "0:0:0:0:0:ffff:9.9.9.9, 9.9.9.9",
    "[::ffff:9.9.9.9]:80, 9.9.9.9",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:",
    "2001:DB8:1:2:ffff:4:5:7, 2001:db8:1:2:",
    "2001:0db8:0001:0002::, 2001:db8:1:2:",
    "[2001:db8:1:2::9], 2001:db8:1:2:",
    "[2001:db8:1:2::9]:8448, 2001:db8:1:2:",
    "2001:db8:1:2::192.0.2.7, 2001:db8:1:2:",
    "2001:db8::1, 2001:db8:0:0:",
    "2001:db8:0::0:1, 2001:db8:0:0:",
    "::1, 0:0:0:0:",
    "2001:db8:0:1::, 2001:db8:0:1:",
    "1::2:3:4:5:6:7, 1:0:2:3:",
    "1:0:2:3:4:5:6:7, 1:0:2:3:",
    "::2:3:4:5:6:7:8, 0:2:3:4:",
    "fe80::1%2, fe80:0:0:0:",
    "fe80::2%nowhere0, fe80:0:0:0:",
  })
  void areOneForAllSpellingsOfTheAddressesOfOneSender(String address, String network) {
    assertThat(Networks.of(address)).isEqualTo(network);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "_hidden",
        "proxy.example.org",
        "proxy.example.org:80",
        "192.0.2.1:",
        "192.0.2.1:port",
        "192.0.2.1:4433333333",
        "192.0.2.256",
        "1:2:3",
        "1::2::3",
        "[2001:db8::1",
        "[2001:db8::1]x",
        "[192.0.2.1.5]",
        "[]",
        ":80",
        "%1",
      })
  void leaveWhatIsNoAddressAsItIs(String text) {
    assertThat(Networks.of(text)).isEqualTo(text);
  }
}
