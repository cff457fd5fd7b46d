package org.ashlar.base.install;

import org.osgi.annotation.versioning.ConsumerType;

/// One thing that `bin/ashlar doctor` looks at. Register it as a service.
@ConsumerType
public interface ControlCheck {
  /// What is looked at.
  ///
  /// @return a few words, such as `database reachable`
  String name();

  /// Looks. Called on a thread of its own with a time-out of 10 s.
  ///
  /// @return what was found
  /// @throws RuntimeException which counts as not well, with its message as the finding
  Finding check();

  /// What a check has found.
  ///
  /// @param well false when the operator should do something
  /// @param sentence what was found, and what to do if it is not well
  record Finding(boolean well, String sentence) {}
}
