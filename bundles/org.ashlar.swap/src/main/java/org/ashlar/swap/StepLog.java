package org.ashlar.swap;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the operator and the log what was done, with the time of each step.
final class StepLog {
  private static final Logger LOG = LoggerFactory.getLogger(StepLog.class);

  private final String title;
  private final Consumer<String> tell;
  private final long start = System.nanoTime();
  private final Map<String, String> facts = new TreeMap<>();
  private String subject;
  private long last = start;

  /// @param title what is done, for the log: `Swap of x`
  /// @param subject what it is done to, as far as that is known
  /// @param tell the operator
  StepLog(String title, String subject, Consumer<String> tell) {
    this.title = title;
    this.subject = subject;
    this.tell = tell;
  }

  /// What it is done to, once that is known.
  void subject(String name) {
    subject = name;
  }

  String subject() {
    return subject;
  }

  /// Keeps something for the audit log.
  void fact(String name, String value) {
    facts.put(name, value);
  }

  Map<String, String> facts() {
    return facts;
  }

  /// A step has ended.
  void done(String sentence) {
    long now = System.nanoTime();
    say(String.format(Locale.ROOT, "%9s  %s", millis(Duration.ofNanos(now - last)), sentence));
    last = now;
  }

  void say(String sentence) {
    LOG.info("{}: {}", title, sentence.strip());
    tell.accept(sentence);
  }

  Duration total() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }
}
