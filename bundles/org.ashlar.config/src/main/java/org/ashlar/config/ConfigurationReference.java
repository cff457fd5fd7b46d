package org.ashlar.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Makes the page `docs/reference/configuration.md` from bundles' metadata, and checks what the
/// documentation says by them; for the build.
public final class ConfigurationReference {
  private ConfigurationReference() {}

  /// The page.
  ///
  /// @param folders the folders `OSGI-INF/metatype` of bundles, as bnd has written them; those that
  ///   do not exist are left out
  /// @return Markdown
  /// @throws IOException when a file cannot be read
  public static String page(List<Path> folders) throws IOException {
    return ReferencePage.text(vocabulary(folders));
  }

  /// Checks a configuration that stands in the documentation.
  ///
  /// @param yaml the text of a configuration file
  /// @param folders as for [#page]
  /// @return what is wrong, one sentence each; empty when it would be accepted
  /// @throws IOException when a file cannot be read
  public static List<String> problems(String yaml, List<Path> folders) throws IOException {
    return switch (Validation.check(yaml, vocabulary(folders))) {
      case Settings.Valid(_) -> List.of();
      case Settings.Refused(var problems) ->
          problems.stream().map(problem -> problem.key() + ": " + problem.sentence()).toList();
    };
  }

  private static Vocabulary vocabulary(List<Path> folders) throws IOException {
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
    return Vocabulary.of(parts);
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
