package org.ashlar.base.log;

import java.nio.file.Path;
import java.util.Map;
import org.slf4j.event.Level;

/// How the log is written.
///
/// @param level the level of all loggers without one of their own
/// @param levels levels by prefix of the logger's name; the longest prefix counts
/// @param format text for people or JSON lines for machines
/// @param output where the lines go
public record LogSettings(Level level, Map<String, Level> levels, Format format, Output output) {
  /// Until the configuration is known: text at INFO on the console.
  public static final LogSettings INITIAL =
      new LogSettings(Level.INFO, Map.of(), Format.TEXT, new Output.Console());

  /// How a line looks.
  public enum Format {
    /// For people.
    TEXT,
    /// One JSON object in each line.
    JSON
  }

  /// Where lines go.
  public sealed interface Output {
    /// Standard output of the process.
    record Console() implements Output {}

    /// A file that is rotated: `ashlar.log`, `ashlar.log.1` (newer) to `ashlar.log.N` (older).
    ///
    /// @param path the newest file; its folder is made if it is missing
    /// @param maxBytes when a file has reached this size a new one begins, at least 4096
    /// @param keep how many older files are kept, 0 or more
    record File(Path path, long maxBytes, int keep) implements Output {
      /// Bounds the values.
      public File {
        maxBytes = Math.max(4096, maxBytes);
        keep = Math.max(0, keep);
      }
    }
  }

  /// Copies the map.
  public LogSettings {
    levels = Map.copyOf(levels);
  }

  /// The level of a logger.
  ///
  /// @param logger its name
  /// @return the level of the longest prefix that ends at a dot or at the name's end
  public Level levelOf(String logger) {
    for (String name = logger; !name.isEmpty(); name = parent(name)) {
      Level own = levels.get(name);
      if (own != null) {
        return own;
      }
    }
    return level;
  }

  private static String parent(String name) {
    int dot = Math.max(name.lastIndexOf('.'), name.lastIndexOf('$'));
    return dot < 0 ? "" : name.substring(0, dot);
  }
}
