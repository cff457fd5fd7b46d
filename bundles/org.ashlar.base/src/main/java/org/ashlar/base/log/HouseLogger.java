package org.ashlar.base.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.context.RequestContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/// Turns a call into text on the calling thread, with the context that is bound there.
final class HouseLogger extends LegacyAbstractLogger implements LoggingEventAware {
  private static final long serialVersionUID = 1;
  private static final int MAX_MESSAGE = 16_384;
  private static final int MAX_STACK = 32_768;
  private static final int MAX_FIELD = 4_096;

  private final transient LogQueue queue;
  private final transient @Nullable String bundle;
  private transient volatile LevelRule rule;

  /// @param bundle the bundle that it speaks for, or null when the name alone says that
  HouseLogger(String name, @Nullable String bundle, LogQueue queue, LevelRule rule) {
    this.name = name;
    this.bundle = bundle;
    this.queue = queue;
    this.rule = rule;
  }

  void rule(LevelRule next) {
    rule = next;
  }

  @Nullable String bundle() {
    return bundle;
  }

  @Override
  public boolean isTraceEnabled() {
    return rule.allows(Level.TRACE.toInt());
  }

  @Override
  public boolean isDebugEnabled() {
    return rule.allows(Level.DEBUG.toInt());
  }

  @Override
  public boolean isInfoEnabled() {
    return rule.allows(Level.INFO.toInt());
  }

  @Override
  public boolean isWarnEnabled() {
    return rule.allows(Level.WARN.toInt());
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  public void log(LoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>();
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> fields.put(pair.key, cut(String.valueOf(pair.value), MAX_FIELD)));
    }
    String text = MessageFormatter.basicArrayFormat(event.getMessage(), event.getArgumentArray());
    append(event.getLevel(), text, fields, event.getThrowable());
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable throwable) {
    append(level, MessageFormatter.basicArrayFormat(pattern, arguments), Map.of(), throwable);
  }

  private void append(
      Level level,
      @Nullable String text,
      Map<String, String> fields,
      @Nullable Throwable throwable) {
    RequestContext context = RequestContext.current();
    LogLine line =
        new LogLine(
            Instant.now(),
            level,
            name,
            bundle,
            Thread.currentThread().getName(),
            context.id(),
            context.link().orElse(null),
            context.caller().orElse(null),
            context.room().orElse(null),
            cut(text == null ? "null" : text, MAX_MESSAGE));
    queue.add(new LogEntry.Text(line, fields, throwable == null ? null : stackOf(throwable)));
  }

  private static String stackOf(Throwable throwable) {
    StringWriter text = new StringWriter();
    throwable.printStackTrace(new PrintWriter(text));
    return cut(text.toString(), MAX_STACK);
  }

  private static String cut(String text, int limit) {
    return text.length() <= limit
        ? text
        : text.substring(0, limit) + "... (" + (text.length() - limit) + " more)";
  }
}
