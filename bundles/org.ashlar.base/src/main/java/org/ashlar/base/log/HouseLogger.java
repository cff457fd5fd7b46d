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

  private final transient LogQueue queue;
  private volatile int threshold;

  HouseLogger(String name, LogQueue queue, Level level) {
    this.name = name;
    this.queue = queue;
    this.threshold = level.toInt();
  }

  void level(Level level) {
    threshold = level.toInt();
  }

  @Override
  public boolean isTraceEnabled() {
    return threshold <= Level.TRACE.toInt();
  }

  @Override
  public boolean isDebugEnabled() {
    return threshold <= Level.DEBUG.toInt();
  }

  @Override
  public boolean isInfoEnabled() {
    return threshold <= Level.INFO.toInt();
  }

  @Override
  public boolean isWarnEnabled() {
    return threshold <= Level.WARN.toInt();
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
      pairs.forEach(pair -> fields.put(pair.key, String.valueOf(pair.value)));
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
            Thread.currentThread().getName(),
            context.id(),
            context.link().orElse(null),
            context.caller().orElse(null),
            context.room().orElse(null),
            cut(text == null ? "null" : text, MAX_MESSAGE));
    queue.add(new LogEntry(line, fields, throwable == null ? null : stackOf(throwable)));
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
