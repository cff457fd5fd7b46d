package org.ashlar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The bundles an installation brings: `system/<start level>/<bsn>-<version>.jar`.
record SystemFolder(Path folder) {
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d+\\.\\d.*)\\.jar");

  /// @return the bundles, by start level and name
  /// @throws StartException if something lies there that is no bundle, or a bundle twice
  List<Module> modules() throws IOException, StartException {
    Map<String, Module> modules = new LinkedHashMap<>();
    for (var level : sorted(folder)) {
      int startLevel = startLevel(level);
      for (var jar : sorted(level)) {
        var match = JAR.matcher(jar.getFileName().toString());
        if (!match.matches()) {
          throw new StartException(jar + " is not named <bsn>-<version>.jar");
        }
        var module = new Module(match.group(1), match.group(2), startLevel, jar);
        var other = modules.putIfAbsent(module.name(), module);
        if (other != null) {
          throw new StartException(
              "the installation has two versions of one bundle, %s and %s; remove one of them"
                  .formatted(other.jar(), jar));
        }
      }
    }
    if (modules.isEmpty()) {
      throw new StartException("the installation has no bundles in " + folder);
    }
    return List.copyOf(modules.values());
  }

  private static int startLevel(Path level) throws StartException {
    try {
      return Integer.parseInt(level.getFileName().toString());
    } catch (NumberFormatException e) {
      throw new StartException(level + " is not named by a start level");
    }
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
