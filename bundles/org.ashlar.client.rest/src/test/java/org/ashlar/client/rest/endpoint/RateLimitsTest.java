package org.ashlar.client.rest.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.ashlar.base.http.Route.Rate;
import org.ashlar.client.rest.endpoint.RateLimits.Limit;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final RateLimits limits =
      new RateLimits(
          new RateLimits.Settings(
              true, Map.of(Rate.LOGIN, new Limit(2, 3), Rate.JOIN, new Limit(1, 1))),
          nanos::get);

  @Test
  void allowsABurstAndThenTheSteadyRate() {
    for (int i = 0; i < 3; i++) {
      assertThat(limits.take(Rate.LOGIN, "192.0.2.1")).isZero();
    }
    assertThat(limits.take(Rate.LOGIN, "192.0.2.1")).isEqualTo(500);

    nanos.addAndGet(Duration.ofMillis(250).toNanos());

    assertThat(limits.take(Rate.LOGIN, "192.0.2.1")).isEqualTo(250);
    nanos.addAndGet(Duration.ofMillis(250).toNanos());
    assertThat(limits.take(Rate.LOGIN, "192.0.2.1")).isZero();
  }

  @Test
  void countsSendersAndClassesApart() {
    assertThat(limits.take(Rate.JOIN, "@a:test")).isZero();
    assertThat(limits.take(Rate.JOIN, "@b:test")).isZero();
    assertThat(limits.take(Rate.LOGIN, "@a:test")).isZero();
    assertThat(limits.take(Rate.JOIN, "@a:test")).isPositive();
  }

  @Test
  void takesTheAddressesOfOneNetworkForOneSender() {
    assertThat(limits.take(Rate.JOIN, "2001:db8:1:2:3:4:5:6")).isZero();
    assertThat(limits.take(Rate.JOIN, "2001:db8:1:2:ffff:4:5:7")).isPositive();
    assertThat(limits.take(Rate.JOIN, "2001:db8:1:3:3:4:5:6")).isZero();
  }

  @Test
  void takesBothFormsOfAnAddressForOne() {
    assertThat(limits.take(Rate.JOIN, "2001:db8::1")).isZero();
    assertThat(limits.take(Rate.JOIN, "2001:db8:0:0:0:0:0:2")).isPositive();
    assertThat(limits.take(Rate.JOIN, "::1")).isZero();
    assertThat(limits.take(Rate.JOIN, "2001:db8:0:1::")).isZero();
  }

  @Test
  void limitsNothingOfAClassWithoutLimit() {
    for (int i = 0; i < 100; i++) {
      assertThat(limits.take(Rate.INVITE, "@a:test")).isZero();
    }
    assertThat(limits.size()).isZero();
  }

  @Test
  void remembersABoundedNumberOfSenders() {
    for (int i = 0; i < 120_000; i++) {
      limits.take(Rate.LOGIN, "sender" + i);
    }

    assertThat(limits.size()).isLessThanOrEqualTo(50_000);
  }

  @Test
  void followsNewSettings() {
    assertThat(limits.take(Rate.JOIN, "@a:test")).isZero();
    assertThat(limits.take(Rate.JOIN, "@a:test")).isPositive();

    limits.apply(RateLimits.Settings.off());

    assertThat(limits.take(Rate.JOIN, "@a:test")).isZero();
  }
}
