package org.ashlar.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
  private final TrustedProxies proxies = TrustedProxies.of("127.0.0.9", "10.0.0.0/8");

  @Test
  void aHeaderThatAProxyAddsCountsBehindTheOneThatTheClientSent() {
    assertThat(proxies.client("127.0.0.9", List.of("6.6.6.6", "203.0.113.5")))
        .isEqualTo("203.0.113.5");
    assertThat(proxies.client("127.0.0.9", List.of("6.6.6.7, 203.0.113.5")))
        .isEqualTo("203.0.113.5");
    assertThat(proxies.client("127.0.0.9", List.of("203.0.113.5", "10.1.2.3")))
        .isEqualTo("203.0.113.5");
  }

  @Test
  void whoIsNoTrustedProxySpeaksForHimselfAlone() {
    assertThat(proxies.client("192.0.2.1", List.of("6.6.6.6"))).isEqualTo("192.0.2.1");
    assertThat(proxies.client("127.0.0.9", List.of())).isEqualTo("127.0.0.9");
    assertThat(proxies.client("127.0.0.9", List.of("203.0.113.5", "nonsense")))
        .isEqualTo("127.0.0.9");
  }
}
