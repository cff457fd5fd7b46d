package org.ashlar.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Makes the page `docs/reference/configuration.md` from bundles' metadata; for the build.
public final class ConfigurationReference {
  private ConfigurationReference() {}

  /// The page.
  ///
  /// @param folders the folders `OSGI-INF/metatype` of bundles, as bnd has written them; those that
  ///   do not exist are left out
  /// @return Markdown
  /// @throws IOException when a file cannot be read
  public static String page(List<Path> folders) throws IOException {
    List<MetatypeReader.Part> parts = new ArrayList<>();
    for (Path folder : folders) {
      MetatypeReader reader = new MetatypeReader();
      for (Path file : files(folder)) {
        try (InputStream in = Files.newInputStream(file)) {
          reader.read(in);
        }
      }
      parts.add(reader.part());
    }
    return ReferencePage.text(Vocabulary.of(parts));
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
    }
  }
}
