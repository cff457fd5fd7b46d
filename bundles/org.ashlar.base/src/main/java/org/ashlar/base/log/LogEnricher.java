package org.ashlar.base.log;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/// Adds fields to log lines. Swappable; while none is there lines go out without further fields.
@ConsumerType
public interface LogEnricher {
  /// Further fields of a line. Called by the one thread that writes the log, so it must be quick,
  /// must not block and must not log.
  ///
  /// @param line the line
  /// @return names and values in the order in which they are shown; may be empty
  Map<String, String> fields(LogLine line);
}
