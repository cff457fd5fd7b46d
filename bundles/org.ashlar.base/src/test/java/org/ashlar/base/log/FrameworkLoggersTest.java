package org.ashlar.base.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.FormatterLogger;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.event.SubstituteLoggingEvent;
import org.slf4j.helpers.SubstituteLogger;

class FrameworkLoggersTest {
  private final java.util.Queue<SubstituteLoggingEvent> events = new java.util.ArrayDeque<>();
  private final FrameworkLoggers loggers =
      new FrameworkLoggers(name -> new SubstituteLogger(name, events, false));

  @Test
  void everyLevelIsCarriedOver() {
    var logger = loggers.getLogger("scr");
    logger.trace("a");
    logger.debug("b");
    logger.info("c");
    logger.warn("d");
    logger.error("e");
    logger.audit("f");
    assertThat(events)
        .extracting(LoggingEvent::getLevel)
        .containsExactly(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR, Level.INFO);
    assertThat(events).extracting(LoggingEvent::getLoggerName).containsOnly("scr");
  }

  @Test
  void argumentsAndCausesAreCarriedOver() {
    var cause = new IllegalStateException("why");
    var logger = loggers.getLogger("scr");
    logger.error("component {} of {} failed: {}", "a", "b", 3, cause);
    logger.warn("one {}", "x");
    assertThat(events.remove())
        .satisfies(event -> assertThat(event.getThrowable()).isSameAs(cause))
        .satisfies(event -> assertThat(arguments(event)).containsExactly("a", "b", 3));
    assertThat(arguments(events.remove())).containsExactly("x");
  }

  @Test
  void whatIsComputedOnDemandIsLogged() {
    loggers.getLogger(String.class).info(logger -> logger.info("computed"));
    assertThat(events).extracting(LoggingEvent::getMessage).containsExactly("computed");
  }

  @Test
  void aLoggerAnswersForItself() {
    var logger = loggers.getLogger("scr", FormatterLogger.class);
    assertThat(logger.getName()).isEqualTo("scr");
    assertThat(logger.isErrorEnabled()).isTrue();
    assertThat(logger).isEqualTo(logger).isNotEqualTo(loggers.getLogger("scr")).hasToString("scr");
  }

  private static List<Object> arguments(LoggingEvent event) {
    var several = event.getArgumentArray();
    return several == null ? new ArrayList<>() : List.of(several);
  }
}
