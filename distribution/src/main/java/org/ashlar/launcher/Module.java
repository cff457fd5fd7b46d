package org.ashlar.launcher;

import java.nio.file.Path;

/// A bundle to install.
///
/// @param name its symbolic name
/// @param version its version
/// @param startLevel where it starts, from 1
/// @param jar the file
record Module(String name, String version, int startLevel, Path jar) {
  @Override
  public String toString() {
    return name + " " + version;
  }
}
