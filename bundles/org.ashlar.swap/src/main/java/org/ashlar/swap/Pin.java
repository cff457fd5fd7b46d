package org.ashlar.swap;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/// A line of `modules.lock`: which version of a bundle is started, whatever the installation has.
///
/// @param name the Bundle-SymbolicName
/// @param version the version that is started
/// @param sha256 of the jar
/// @param startLevel when it is started
/// @param previous the version before, to which a rollback leads; null when its jar is not kept
record Pin(
    String name, Version version, String sha256, int startLevel, @Nullable Version previous) {

  String line() {
    return String.join(
        " ",
        name,
        version.toString(),
        sha256,
        Integer.toString(startLevel),
        previous == null ? "-" : previous.toString());
  }

  /// Reads a line.
  ///
  /// @throws IllegalArgumentException when it is none
  static Pin of(String line) {
    String[] fields = line.strip().split("\\s+");
    if (fields.length != 5) {
      throw new IllegalArgumentException("not a line of modules.lock: " + line);
    }
    return new Pin(
        fields[0],
        Version.parseVersion(fields[1]),
        fields[2],
        Integer.parseInt(fields[3]),
        fields[4].equals("-") ? null : Version.parseVersion(fields[4]));
  }
}
