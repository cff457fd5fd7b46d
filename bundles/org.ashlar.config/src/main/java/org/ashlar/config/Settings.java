package org.ashlar.config;

import java.util.List;
import java.util.Map;

/// What the file says, in the types that ConfigurationAdmin takes.
///
/// @param top the keys that belong to no section
/// @param sections by PID: values by the ids of the attributes; only what the file has
record Settings(TopLevel top, Map<String, Map<String, Object>> sections) {
  /// What came of reading a file.
  sealed interface Outcome {}

  /// All is allowed.
  record Valid(Settings settings) implements Outcome {}

  /// Something is not; nothing of the file is used.
  record Refused(List<Problem> problems) implements Outcome {}
}
