package org.ashlar.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/// One bundle of the reactor, as built.
///
/// @param name symbolic name, which is also the root package and the folder's name
/// @param layer its layer
/// @param rank its place in the order of layers.txt
/// @param only the bundles it may use, empty when its layer decides
/// @param folder the module's folder
record Bundle(String name, Layer layer, int rank, Set<String> only, Path folder) {

  Path classes() {
    return folder.resolve("target/classes");
  }

  Path sources() {
    return folder.resolve("src/main/java");
  }

  /// Whether this bundle may use classes of another.
  boolean mayUse(Bundle other) {
    if (other.name.equals(name)) {
      return true;
    }
    if (!only.isEmpty()) {
      return only.contains(other.name);
    }
    int below = layer.compareTo(other.layer);
    return other.layer.exports() && (below > 0 || (below == 0 && other.rank < rank));
  }

  Attributes manifest() {
    return manifest(classes().resolve("META-INF/MANIFEST.MF"));
  }

  static Attributes manifest(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new Manifest(in).getMainAttributes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All Java source files below a folder, sorted.
  static List<Path> javaFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
