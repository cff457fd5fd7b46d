package org.ashlar.base.log;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of the process: what SLF4J hands out loggers from, and where it is steered. Any thread.
public final class Logging implements ILoggerFactory {
  private final ConcurrentMap<String, HouseLogger> loggers = new ConcurrentHashMap<>();
  private final LogQueue queue;
  private final JulBridge bridge = new JulBridge(this);
  private volatile LogSettings settings = LogSettings.INITIAL;

  /// A log on the console.
  Logging() {
    this(output(LogSettings.INITIAL));
  }

  /// A log with an output of its own, for tests.
  Logging(LogOutput output) {
    queue = new LogQueue(output);
  }

  /// The log of this process.
  ///
  /// @return the one that all loggers of [LoggerFactory] write to
  /// @throws IllegalStateException when SLF4J is bound to another one
  public static Logging current() {
    if (LoggerFactory.getILoggerFactory() instanceof Logging logging) {
      return logging;
    }
    throw new IllegalStateException("SLF4J is bound to another log");
  }

  @Override
  public Logger getLogger(String name) {
    return loggers.computeIfAbsent(name, key -> new HouseLogger(key, queue, settings.levelOf(key)));
  }

  /// Applies settings to all loggers and lines from now on.
  ///
  /// @param next the settings
  public synchronized void apply(LogSettings next) {
    LogSettings old = settings;
    settings = next;
    loggers.forEach((name, logger) -> logger.level(next.levelOf(name)));
    bridge.apply(next);
    if (!next.output().equals(old.output()) || next.format() != old.format()) {
      queue.output(output(next));
    }
  }

  /// What holds now.
  ///
  /// @return the settings
  public LogSettings settings() {
    return settings;
  }

  /// What became of lines so far.
  ///
  /// @return the counts
  public LogStatistics statistics() {
    return queue.statistics();
  }

  /// Waits until all lines logged so far have been written.
  ///
  /// @param limit how long to wait at most
  /// @return false when time was too short
  /// @throws InterruptedException when the waiting thread is interrupted
  public boolean flush(Duration limit) throws InterruptedException {
    return queue.flush(limit);
  }

  void enricher(Function<LogLine, @Nullable Map<String, String>> enricher) {
    queue.enricher(enricher);
  }

  void bridge() {
    bridge.install();
  }

  /// Writes what is there and ends the thread; a later line starts another.
  void close() {
    try {
      queue.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static LogOutput output(LogSettings settings) {
    LogLayout layout =
        switch (settings.format()) {
          case TEXT -> new TextLayout();
          case JSON -> new JsonLayout();
        };
    LogSink sink =
        switch (settings.output()) {
          case LogSettings.Output.Console() -> new ConsoleSink();
          case LogSettings.Output.File file -> new FileSink(file);
        };
    return new LogOutput(layout, sink);
  }
}
