package org.ashlar.base.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.ashlar.base.metric.MetricSnapshot;
import org.ashlar.base.metric.Metrics;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final RateClass LOGIN = new RateClass("login");
  private static final RateClass JOIN = new RateClass("join");
  private static final RateClass OPEN = new RateClass("open");

  private final AtomicLong nanos = new AtomicLong(-5);
  private final Metrics metrics = new Metrics();
  private final RateLimits limits = new RateLimits(nanos::get, metrics);

  RateLimitsTest() {
    limits.define(Map.of(LOGIN, new Limit(2, 3), JOIN, new Limit(1, 1)));
  }

  @Test
  void allowsABurstAndThenTheSteadyRate() {
    // Given
    for (int i = 0; i < 3; i++) {
      assertThat(wait(LOGIN, "a")).isZero();
    }
    // When, Then
    assertThat(wait(LOGIN, "a")).isEqualTo(500);
    passes(Duration.ofMillis(250));
    assertThat(wait(LOGIN, "a")).isEqualTo(250);
    passes(Duration.ofMillis(250));
    assertThat(wait(LOGIN, "a")).isZero();
  }

  @Test
  void countsSubjectsAndClassesApart() {
    assertThat(wait(JOIN, "@a:test")).isZero();
    assertThat(wait(JOIN, "@b:test")).isZero();
    assertThat(wait(LOGIN, "@a:test")).isZero();
    assertThat(wait(JOIN, "@a:test")).isPositive();
  }

  @Test
  void aRefusedCallTakesNothingFromItsOtherBucketsAndWaitsForTheLongest() {
    // Given the bucket of joins is empty
    assertThat(wait(JOIN, "r")).isZero();
    // When both are asked for, twice more than logins are there
    for (int i = 0; i < 6; i++) {
      Verdict verdict = limits.take(List.of(Charge.one(LOGIN, "a"), Charge.one(JOIN, "r")));
      assertThat(verdict).isEqualTo(new Verdict.Later(JOIN, 1000));
    }
    // Then all logins are still there
    assertThat(limits.take(List.of(Charge.one(LOGIN, "a").times(3))))
        .isEqualTo(new Verdict.Granted());
    // and who is refused twice is told the longer time
    assertThat(limits.take(List.of(Charge.one(LOGIN, "a"), Charge.one(JOIN, "r"))))
        .isEqualTo(new Verdict.Later(JOIN, 1000));
  }

  @Test
  void addsUpChargesOfOneBucket() {
    Charge two = Charge.one(LOGIN, "a").times(2);

    assertThat(limits.take(List.of(two, two))).isEqualTo(new Verdict.TooMuch(LOGIN, 3));
    assertThat(limits.take(List.of(two))).isEqualTo(new Verdict.Granted());
    assertThat(limits.take(List.of(two))).isEqualTo(new Verdict.Later(LOGIN, 500));
  }

  @Test
  void givesBackWhatDoesNotCount() {
    // Given
    Charge charge = Charge.ofFailure(JOIN, "a");
    assertThat(limits.take(List.of(charge))).isEqualTo(new Verdict.Granted());
    // When
    limits.giveBack(List.of(charge, Charge.one(JOIN, "nobody")));
    limits.giveBack(List.of(charge));
    // Then one is there, and not two
    assertThat(wait(JOIN, "a")).isZero();
    assertThat(wait(JOIN, "a")).isPositive();
  }

  @Test
  void followsTheOverridesOfAUser() {
    // Given
    RateOverrides more = RateOverrides.NONE.with(JOIN, new Limit(1, 5));
    Charge own = Charge.one(JOIN, "@a:test").by(more);
    // When, Then
    for (int i = 0; i < 5; i++) {
      assertThat(limits.take(List.of(own))).isEqualTo(new Verdict.Granted());
    }
    assertThat(limits.take(List.of(own))).isEqualTo(new Verdict.Later(JOIN, 1000));
    for (int i = 0; i < 50; i++) {
      assertThat(limits.take(List.of(own.by(RateOverrides.UNLIMITED))))
          .isEqualTo(new Verdict.Granted());
    }
    assertThat(wait(JOIN, "@a:test")).isEqualTo(1000);
  }

  @Test
  void aRefusedCallChangesNoOtherBucket() {
    // Given a full bucket of logins, and no join left
    assertThat(limits.take(List.of(Charge.one(LOGIN, "a")))).isEqualTo(new Verdict.Granted());
    passes(Duration.ofSeconds(1));
    assertThat(wait(JOIN, "r")).isZero();
    RateOverrides less = RateOverrides.NONE.with(LOGIN, new Limit(0.01, 1));
    // When
    assertThat(limits.take(List.of(Charge.one(LOGIN, "a").by(less), Charge.one(JOIN, "r"))))
        .isEqualTo(new Verdict.Later(JOIN, 1000));
    // Then
    assertThat(limits.take(List.of(Charge.one(LOGIN, "a").times(3))))
        .isEqualTo(new Verdict.Granted());
    assertThat(wait(LOGIN, "a")).isEqualTo(500);
  }

  @Test
  void aLimitThatIsRaisedCountsForWhoIsRefused() {
    // Given
    limits.define(Map.of(JOIN, new Limit(0.01, 1)));
    assertThat(wait(JOIN, "a")).isZero();
    limits.define(Map.of(JOIN, new Limit(10, 1)));
    // When it waits as long as it is told
    assertThat(wait(JOIN, "a")).isEqualTo(100);
    passes(Duration.ofMillis(100));
    // Then
    assertThat(wait(JOIN, "a")).isZero();
  }

  @Test
  void nobodyIsToldToWaitLongerThanADay() {
    // Given a bucket that takes more than a year to fill
    limits.define(Map.of(OPEN, new Limit(0.001, 100_000)));
    Charge all = Charge.one(OPEN, "a").times(100_000);
    assertThat(limits.take(List.of(all))).isEqualTo(new Verdict.Granted());
    // When, Then
    assertThat(limits.take(List.of(all))).isEqualTo(new Verdict.Later(OPEN, 86_400_000));
    assertThat(wait(OPEN, "a")).isEqualTo(1_000_000);
  }

  @Test
  void followsNewLimitsAtOnceAndKeepsThoseOfOtherOwners() {
    // Given
    assertThat(wait(JOIN, "a")).isZero();
    assertThat(wait(JOIN, "a")).isEqualTo(1000);
    // When
    limits.define(Map.of(JOIN, new Limit(10, 2)));
    // Then
    assertThat(wait(JOIN, "a")).isEqualTo(100);
    assertThat(limits.limits()).containsEntry(LOGIN, new Limit(2, 3)).hasSize(2);
  }

  @Test
  void letsEverythingPassWhenSwitchedOff() {
    limits.enable(false);
    for (int i = 0; i < 10; i++) {
      assertThat(wait(JOIN, "a")).isZero();
    }
    limits.enable(true);
    assertThat(wait(JOIN, "a")).isZero();
    assertThat(wait(JOIN, "a")).isPositive();
  }

  @Test
  void limitsNothingOfAClassWithoutLimit() {
    for (int i = 0; i < 100; i++) {
      assertThat(wait(OPEN, "a")).isZero();
    }
    assertThat(limits.size()).isZero();
  }

  @Test
  void remembersABoundedNumberOfSubjectsAndThoseWhoAreRefused() {
    // Given somebody who has nothing left
    while (wait(LOGIN, "guesser") == 0) {
      // goes on
    }
    // When a crowd comes
    for (int i = 0; i < 120_000; i++) {
      limits.take(List.of(Charge.one(LOGIN, "crowd" + i)));
    }
    // Then
    assertThat(limits.size()).isLessThanOrEqualTo(50_000);
    assertThat(wait(LOGIN, "guesser")).isPositive();
  }

  @Test
  void grantsNoMoreThanThereIsToManyAtOnce() throws InterruptedException {
    // Given
    limits.define(Map.of(OPEN, new Limit(0.001, 100), JOIN, new Limit(0.001, 60)));
    AtomicInteger granted = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    // When
    for (int t = 0; t < 8; t++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 50; i++) {
                      List<Charge> both = List.of(Charge.one(OPEN, "o"), Charge.one(JOIN, "j"));
                      granted.addAndGet(limits.take(both) instanceof Verdict.Granted ? 1 : 0);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    // Then
    assertThat(granted).hasValue(60);
    assertThat(limits.take(List.of(Charge.one(OPEN, "o").times(40))))
        .isEqualTo(new Verdict.Granted());
  }

  @Test
  void tellsWhoIsRefused() {
    // Given
    wait(JOIN, "a");
    wait(JOIN, "a");
    wait(JOIN, "a");
    wait(JOIN, "b");
    wait(JOIN, "b");
    passes(Duration.ofMillis(200));
    // When, Then
    assertThat(limits.refusals(5))
        .containsExactly(
            new Refusals(JOIN, "a", 2, Duration.ofMillis(200)),
            new Refusals(JOIN, "b", 1, Duration.ofMillis(200)));
    assertThat(limits.refusals(1)).hasSize(1);
    passes(Duration.ofSeconds(1));
    assertThat(limits.refusals(5)).isEmpty();
  }

  @Test
  void countsByClassWhatIsLetThroughAndRefused() {
    wait(JOIN, "a");
    wait(JOIN, "a");
    wait(LOGIN, "a");

    assertThat(values("rate_limit_allowed"))
        .isEqualTo(Map.of(List.of("join"), 1.0, List.of("login"), 1.0));
    assertThat(values("rate_limit_rejects")).isEqualTo(Map.of(List.of("join"), 1.0));
  }

  private Map<List<String>, Double> values(String name) {
    return metrics.snapshot().stream()
        .filter(metric -> metric.name().equals(name))
        .map(metric -> ((MetricSnapshot.Counter) metric).values())
        .findFirst()
        .orElseThrow();
  }

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private long wait(RateClass rateClass, String subject) {
    return switch (limits.take(List.of(Charge.one(rateClass, subject)))) {
      case Verdict.Granted() -> 0;
      case Verdict.Later(var refusing, long millis) -> {
        assertThat(refusing).isEqualTo(rateClass);
        yield millis;
      }
      case Verdict.TooMuch much -> throw new AssertionError(much);
    };
  }
}
