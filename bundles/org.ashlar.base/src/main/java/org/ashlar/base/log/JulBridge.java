package org.ashlar.base.log;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/// Leads `java.util.logging`, which the PostgreSQL driver and the JDK use, to the log.
final class JulBridge extends Handler {
  private static final int TRACE = java.util.logging.Level.FINEST.intValue();
  private static final int DEBUG = java.util.logging.Level.CONFIG.intValue();
  private static final int INFO = java.util.logging.Level.INFO.intValue();
  private static final int WARN = java.util.logging.Level.WARNING.intValue();

  private final Logging logging;
  private final SimpleFormatter formatter = new SimpleFormatter();
  // The JDK keeps loggers weakly, and with them the levels that were set.
  private List<java.util.logging.Logger> kept = List.of();

  JulBridge(Logging logging) {
    this.logging = logging;
  }

  void install() {
    java.util.logging.Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(this);
    apply(logging.levels());
  }

  /// Lets through what anybody may want to see; the logger that it is led to looks more closely, on
  /// the same thread.
  void apply(Levels levels) {
    List<java.util.logging.Logger> next = new ArrayList<>();
    levels.names().forEach(name -> next.add(set(name, levels.mostOf(name))));
    kept.stream().filter(old -> !next.contains(old)).forEach(old -> old.setLevel(null));
    kept = next;
  }

  @Override
  public void publish(LogRecord event) {
    String name = event.getLoggerName();
    Level level = levelOf(event.getLevel().intValue());
    Logger logger = logging.getLogger(name == null || name.isEmpty() ? "java" : name);
    if (logger.isEnabledForLevel(level)) {
      logger.atLevel(level).setCause(event.getThrown()).log("{}", formatter.formatMessage(event));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  private static java.util.logging.Logger set(String name, Level level) {
    java.util.logging.Logger logger = java.util.logging.Logger.getLogger(name);
    logger.setLevel(
        switch (level) {
          case TRACE -> java.util.logging.Level.FINEST;
          case DEBUG -> java.util.logging.Level.FINE;
          case INFO -> java.util.logging.Level.INFO;
          case WARN -> java.util.logging.Level.WARNING;
          case ERROR -> java.util.logging.Level.SEVERE;
        });
    return logger;
  }

  private static Level levelOf(int value) {
    if (value <= TRACE) {
      return Level.TRACE;
    }
    if (value <= DEBUG) {
      return Level.DEBUG;
    }
    if (value <= INFO) {
      return Level.INFO;
    }
    return value <= WARN ? Level.WARN : Level.ERROR;
  }
}
