package org.ashlar.base.log;

import java.time.Instant;
import org.ashlar.base.context.RequestContext;
import org.slf4j.event.Level;

/// A level that holds for a while besides those of the configuration.
///
/// For a bundle or logger it takes the place of the configured one. For a user or room it only ever
/// adds lines, those of all loggers that work for him or on it.
///
/// @param what a user id, a room id, the symbolic name of a bundle, or the name of a logger or a
///   prefix of one that ends before a dot
/// @param level from this level on lines are written
/// @param until when it ends by itself
public record LevelOverride(String what, Level level, Instant until) {

  /// Whether it is about a user or room, and not about a bundle or logger.
  ///
  /// @return true when it depends on the context in which a line is written
  public boolean isOfContext() {
    return isUser() || what.startsWith("!");
  }

  private boolean isUser() {
    return what.startsWith("@");
  }

  boolean matches(RequestContext context) {
    return isUser()
        ? what.equals(context.caller().orElse(null))
        : what.equals(context.room().orElse(null)) || isIn(context.id());
  }

  /// Contexts for one room of several bear it in their id: `GET-7/!room`.
  private boolean isIn(String id) {
    int at = id.indexOf("/" + what);
    int end = at + 1 + what.length();
    return at >= 0 && (end == id.length() || id.charAt(end) == '/');
  }

  boolean matches(String logger) {
    return logger.startsWith(what)
        && (logger.length() == what.length() || ".$".indexOf(logger.charAt(what.length())) >= 0);
  }
}
