package org.ashlar.base.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// One line of the log as it was on the thread that wrote it. Secrets have been taken out.
///
/// @param time when it was written
/// @param level how grave it is
/// @param logger the name of the logger, usually a class
/// @param bundle the symbolic name of the bundle that it speaks for, or null when only the logger's
///   name tells
/// @param thread the name of the thread, empty when it has none, as virtual ones mostly
/// @param contextId the id of the request or task, `-` outside of any
/// @param link the id of the context that gave rise to that one, or null
/// @param caller who asked, or null while unknown
/// @param room which room the work is about, or null while unknown
/// @param message the text, arguments filled in
public record LogLine(
    Instant time,
    Level level,
    String logger,
    @Nullable String bundle,
    String thread,
    String contextId,
    @Nullable String link,
    @Nullable String caller,
    @Nullable String room,
    String message) {

  /// The name without the prefix that all loggers of the house share.
  ///
  /// @return such as `room.core.LaneRoomWriter`
  public String shortLogger() {
    return logger.startsWith("org.ashlar.") ? logger.substring("org.ashlar.".length()) : logger;
  }

  /// The line as it may be written. Ids may come from outside, as `X-Request-Id` does.
  LogLine redacted() {
    return new LogLine(
        time,
        level,
        logger,
        bundle,
        thread,
        Redactor.redact(contextId),
        clean(link),
        clean(caller),
        clean(room),
        Redactor.redact(message));
  }

  private static @Nullable String clean(@Nullable String text) {
    return text == null ? null : Redactor.redact(text);
  }
}
