package org.ashlar.base.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.ashlar.base.context.RequestContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.event.Level;

class LevelOverridesTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource clock = now::get;
  private final Logging logging = new Logging(new LogOutput(new TextLayout(), _ -> {}), clock);
  private final Logger sync = logging.getLogger("org.ashlar.sync.Poll");
  private final Logger other = logging.getLogger("org.ashlar.synchron.Poll");

  @AfterEach
  void juLevels() {
    java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.INFO);
  }

  @Test
  void aBundleIsHeardUntilItsTimeIsOver() {
    logging.override("org.ashlar.sync", Level.DEBUG, TEN_MINUTES);

    assertThat(sync.isDebugEnabled()).isTrue();
    assertThat(sync.isTraceEnabled()).isFalse();
    assertThat(other.isDebugEnabled()).isFalse();
    assertThat(logging.getLogger("org.ashlar.sync.New").isDebugEnabled()).isTrue();

    passes(TEN_MINUTES.minusMillis(1));
    assertThat(sync.isDebugEnabled()).isTrue();
    passes(Duration.ofMillis(1));
    assertThat(logging.overrides()).isEmpty();
    assertThat(sync.isDebugEnabled()).isFalse();
    assertThat(logging.levels().overrides()).as("let go of by the check before").isEmpty();
  }

  @Test
  void aBundleIsHeardLessToo() {
    logging.override("org.ashlar", Level.DEBUG, TEN_MINUTES);
    logging.override("org.ashlar.sync", Level.ERROR, TEN_MINUTES);

    assertThat(sync.isWarnEnabled()).isFalse();
    assertThat(sync.isErrorEnabled()).isTrue();
    assertThat(other.isDebugEnabled()).isTrue();
  }

  @Test
  void aLoggerThatTheFrameworkMadeForABundleFollowsTheBundle() {
    Logger scr = logging.getLogger("org.apache.felix.scr.Something", "org.ashlar.sync");
    Logger same = logging.getLogger("org.apache.felix.scr.Something", "org.ashlar.push");

    logging.override("org.ashlar.sync", Level.DEBUG, TEN_MINUTES);

    assertThat(scr.isDebugEnabled()).isTrue();
    assertThat(same.isDebugEnabled()).isFalse();
  }

  @Test
  void aUserIsHeardInHisContextsAlone() {
    logging.override("@bob:x.org", Level.DEBUG, TEN_MINUTES);

    RequestContext bob = context("GET-1");
    bob.identify("@bob:x.org");
    RequestContext bobby = context("GET-2");
    bobby.identify("@bob:x.org.uk");
    assertThat(debugIn(bob)).isTrue();
    assertThat(debugIn(bob.child("0"))).isTrue();
    assertThat(debugIn(bobby)).isFalse();
    assertThat(debugIn(context("GET-3"))).isFalse();
    assertThat(sync.isDebugEnabled()).isFalse();

    passes(TEN_MINUTES);
    assertThat(debugIn(bob)).isFalse();
  }

  @Test
  void aRoomIsHeardInItsContextsAlone() {
    logging.override("!room:x.org", Level.TRACE, TEN_MINUTES);

    RequestContext about = context("GET-1");
    about.about("!room:x.org");
    RequestContext elsewhere = context("GET-2");
    elsewhere.about("!room:x.orgs");
    assertThat(traceIn(about)).isTrue();
    assertThat(traceIn(elsewhere)).isFalse();
    assertThat(traceIn(elsewhere.child("!room:x.org"))).isTrue();
    assertThat(traceIn(elsewhere.child("!room:x.org").child("0"))).isTrue();
    assertThat(traceIn(elsewhere.child("!room:x.orgs"))).isFalse();
  }

  @Test
  void aUserIsHeardEvenWhereTheBundleIsSilenced() {
    logging.override("org.ashlar.sync", Level.ERROR, TEN_MINUTES);
    logging.override("@bob:x.org", Level.DEBUG, TEN_MINUTES);

    RequestContext bob = context("GET-1");
    bob.identify("@bob:x.org");
    assertThat(debugIn(bob)).isTrue();
    assertThat(sync.isInfoEnabled()).isFalse();
  }

  @Test
  void aChangedConfigurationLeavesThemAndIsTheBase() {
    logging.override("org.ashlar.sync", Level.DEBUG, TEN_MINUTES);

    logging.apply(
        new LogSettings(
            Level.WARN,
            Map.of("org.ashlar.sync.Poll", Level.INFO),
            LogSettings.Format.TEXT,
            new LogSettings.Output.Console()));

    assertThat(sync.isDebugEnabled()).isTrue();
    assertThat(other.isInfoEnabled()).isFalse();
    assertThat(logging.reset("org.ashlar.sync")).isTrue();
    assertThat(logging.reset("org.ashlar.sync")).isFalse();
    assertThat(sync.isDebugEnabled()).isFalse();
    assertThat(sync.isInfoEnabled()).isTrue();
  }

  @Test
  void anotherOneForTheSameTakesThePlaceOfTheFirst() {
    logging.override("org.ashlar.sync", Level.DEBUG, TEN_MINUTES);
    LevelOverride second = logging.override("org.ashlar.sync", Level.TRACE, Duration.ofHours(24));

    assertThat(logging.overrides()).containsExactly(second);
    assertThat(second.until()).isEqualTo(Instant.EPOCH.plus(Duration.ofDays(1)));
  }

  @Test
  void numberTimeAndNamesHaveLimits() {
    for (int i = 0; i < 100; i++) {
      logging.override("org.ashlar.a" + i, Level.DEBUG, TEN_MINUTES);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logging.override("org.ashlar.b", Level.DEBUG, TEN_MINUTES))
        .withMessageContaining("100");
    logging.override("org.ashlar.a1", Level.TRACE, TEN_MINUTES);
    passes(TEN_MINUTES);
    logging.override("org.ashlar.b", Level.DEBUG, TEN_MINUTES);

    for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofHours(25)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> logging.override("org.ashlar.c", Level.DEBUG, wrong))
          .withMessageContaining("24 hours");
    }
    for (String wrong : new String[] {"", "@bob", "#room:x.org", "a b", "a..b", "!"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> logging.override(wrong, Level.DEBUG, TEN_MINUTES));
    }
  }

  @Test
  void loggersOfTheJdkFollowExactlyOnTheThreadThatLogs() {
    logging.bridge();
    java.util.logging.Logger driver = java.util.logging.Logger.getLogger("org.postgresql.Driver");
    assertThat(driver.isLoggable(java.util.logging.Level.FINE)).isFalse();

    logging.override("org.postgresql", Level.DEBUG, TEN_MINUTES);
    assertThat(driver.isLoggable(java.util.logging.Level.FINE)).isTrue();
    logging.reset("org.postgresql");
    assertThat(driver.isLoggable(java.util.logging.Level.FINE)).isFalse();

    logging.override("@bob:x.org", Level.DEBUG, TEN_MINUTES);
    RequestContext bob = context("GET-1");
    bob.identify("@bob:x.org");
    assertThat(written(() -> driver.fine("nobody's"))).isZero();
    assertThat(written(() -> bob.run(() -> driver.fine("bob's")))).isEqualTo(1);
  }

  private long written(Runnable work) {
    try {
      logging.flush(Duration.ofSeconds(10));
      long before = logging.statistics().written();
      work.run();
      logging.flush(Duration.ofSeconds(10));
      return logging.statistics().written() - before;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean debugIn(RequestContext context) {
    return context.call(sync::isDebugEnabled);
  }

  private boolean traceIn(RequestContext context) {
    return context.call(sync::isTraceEnabled);
  }

  private static RequestContext context(String id) {
    return RequestContext.root(id, RequestContext.Kind.REQUEST, Instant.MAX);
  }

  private void passes(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
