package org.ashlar.base.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The log of the process: what SLF4J hands out loggers from, and where it is steered. Any thread.
public final class Logging implements ILoggerFactory {
  private final ConcurrentMap<Name, HouseLogger> loggers = new ConcurrentHashMap<>();
  private final LogQueue queue;
  private final InstantSource clock;
  private final JulBridge bridge = new JulBridge(this);
  private final AtomicBoolean tidying = new AtomicBoolean();
  private volatile Levels levels = new Levels(LogSettings.INITIAL, List.of());
  private volatile boolean bridged;

  /// What a logger is known by.
  private record Name(String name, @Nullable String bundle) {}

  /// A log on the console.
  Logging() {
    this(output(LogSettings.INITIAL), InstantSource.system());
  }

  /// A log with an output and a clock of its own, for tests.
  Logging(LogOutput output, InstantSource clock) {
    this.queue = new LogQueue(output);
    this.clock = clock;
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
    return getLogger(name, null);
  }

  /// @param bundle the bundle that it speaks for, or null when the name alone says that
  Logger getLogger(String name, @Nullable String bundle) {
    Name key = new Name(name, bundle);
    HouseLogger known = loggers.get(key);
    return known == null ? newLogger(key) : known;
  }

  /// Under the lock, so that no change of levels misses it.
  private synchronized Logger newLogger(Name key) {
    return loggers.computeIfAbsent(
        key, _ -> new HouseLogger(key.name(), key.bundle(), queue, rule(key)));
  }

  /// Applies settings to all loggers and lines from now on. What overrides their levels stays.
  ///
  /// @param next the settings
  public synchronized void apply(LogSettings next) {
    LogSettings old = settings();
    apply(levels.with(next));
    if (!next.output().equals(old.output()) || next.format() != old.format()) {
      queue.output(output(next));
    }
  }

  /// What holds now.
  ///
  /// @return the settings
  public LogSettings settings() {
    return levels.settings();
  }

  /// Has lines written from another level on, for a while. An earlier override for the same ends.
  ///
  /// @param what a user id, a room id, the symbolic name of a bundle, or the name of a logger or a
  ///   prefix of one that ends before a dot
  /// @param level from this level on
  /// @param time for how long, more than zero and at most 24 hours
  /// @return what holds
  /// @throws IllegalArgumentException with a sentence when one of them is no good, or when there
  ///   are 100 overrides already
  public synchronized LevelOverride override(String what, Level level, Duration time) {
    Instant now = clock.instant();
    LevelOverride override = new LevelOverride(what, level, now.plus(time));
    apply(levels.with(override, now));
    return override;
  }

  /// What overrides the configured levels now.
  ///
  /// @return the overrides, those made first at the beginning
  public List<LevelOverride> overrides() {
    return levels.at(clock.instant()).overrides();
  }

  /// Ends an override.
  ///
  /// @param what for what it is
  /// @return false when there was none
  public synchronized boolean reset(String what) {
    boolean there = overrides().stream().anyMatch(o -> o.what().equals(what));
    apply(levels.without(what));
    return there;
  }

  /// Whether there is a logger yet that an override would concern.
  ///
  /// @param what the symbolic name of a bundle, or the name of a logger or a prefix of one that
  ///   ends before a dot
  /// @return false when nobody has asked for one; a later one is concerned all the same
  public boolean isKnown(String what) {
    LevelOverride override = new LevelOverride(what, Level.TRACE, Instant.MAX);
    return loggers.keySet().stream()
        .anyMatch(key -> override.matches(key.name()) || what.equals(key.bundle()));
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
    bridged = true;
  }

  Levels levels() {
    return levels;
  }

  private void apply(Levels next) {
    levels = next;
    loggers.forEach((key, logger) -> logger.rule(rule(key)));
    if (bridged) {
      bridge.apply(next);
    }
  }

  private LevelRule rule(Name key) {
    return levels.rule(key.name(), key.bundle(), clock, this::tidy);
  }

  /// Lets go of overrides that have ended; called by whoever notices, and done by one of them.
  private void tidy() {
    if (tidying.compareAndSet(false, true)) {
      try {
        tidyNow();
      } finally {
        tidying.set(false);
      }
    }
  }

  private synchronized void tidyNow() {
    apply(levels.at(clock.instant()));
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
