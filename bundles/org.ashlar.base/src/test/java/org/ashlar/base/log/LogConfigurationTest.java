package org.ashlar.base.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.install.InstallationFacts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/// The section `log`, applied to the log and the books of the process.
class LogConfigurationTest {
  private static final InstallationFacts HERE =
      new InstallationFacts(
          new ServerName("x.org"), Path.of("data"), Path.of("home"), Optional.empty());

  @AfterEach
  void asBefore() {
    Logging.current().apply(LogSettings.INITIAL);
    Logging.current().reset("org.ashlar.push");
    Ledger.current().slowAfter(Duration.ofSeconds(2));
  }

  @Test
  void whatCountsAsSlowChangesLive() {
    LogConfiguration configuration =
        new LogConfiguration(HERE, options(Map.of("slowRequestMillis", 0)));
    assertThat(isSlow("GET-slow-1")).isFalse();

    configuration.modified(options(Map.of("slowRequestMillis", 1)));
    assertThat(isSlow("GET-slow-2")).isTrue();

    configuration.modified(options(Map.of()));
    assertThat(isSlow("GET-slow-3")).isFalse();
  }

  @Test
  void levelsThatHoldForAWhileOutliveAChange() {
    LogConfiguration configuration = new LogConfiguration(HERE, options(Map.of()));
    var push = Logging.current().getLogger("org.ashlar.push.X");
    Logging.current().override("org.ashlar.push", Level.DEBUG, Duration.ofMinutes(1));

    configuration.modified(options(Map.of("level", "error")));

    assertThat(push.isDebugEnabled()).isTrue();
    assertThat(Logging.current().getLogger("org.ashlar.sync.X").isWarnEnabled()).isFalse();
  }

  private static boolean isSlow(String id) {
    RequestContext context = RequestContext.root(id, RequestContext.Kind.REQUEST, Instant.MAX);
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < 2_000_000) {
      Thread.onSpinWait();
    }
    context.finish("200");
    return Ledger.current().slow().stream().anyMatch(slow -> slow.id().equals(id));
  }

  /// The section with some values, and the defaults for all others.
  private static LogOptions options(Map<String, Object> values) {
    return (LogOptions)
        Proxy.newProxyInstance(
            LogOptions.class.getClassLoader(),
            new Class<?>[] {LogOptions.class},
            (_, method, _) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
  }
}
