package org.ashlar.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// All bundles with their layers, and their classes.
final class House {
  private static final Pattern LINE = Pattern.compile("(only )?([a-z0-9.]+): +(.+)");
  private static final Supplier<House> REACTOR = Once.of(House::readReactor);

  private final Path root;
  private final List<Bundle> bundles;
  private final Supplier<JavaClasses> classes = Once.of(this::importClasses);

  House(Path root, List<Bundle> bundles) {
    this.root = root;
    this.bundles = List.copyOf(bundles);
  }

  /// The project this test is part of, read once.
  static House ofReactor() {
    return REACTOR.get();
  }

  /// Reads the layers from text in the form of layers.txt.
  static House of(Path root, String layers) {
    Map<String, Set<String>> only = new HashMap<>();
    Map<String, Layer> layerOf = new HashMap<>();
    List<String> order = new ArrayList<>();
    for (var line : layers.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
      var match = LINE.matcher(line);
      if (!match.matches()) {
        throw new IllegalArgumentException("not a line of layers: " + line);
      }
      var names = List.of(match.group(3).trim().split(" +"));
      if (match.group(1) != null) {
        only.put(match.group(2), Set.copyOf(names));
        continue;
      }
      for (var name : names) {
        layerOf.put(name, Layer.valueOf(match.group(2).toUpperCase(Locale.ROOT)));
        order.add(name);
      }
    }
    List<Bundle> bundles = new ArrayList<>();
    for (var name : order) {
      var folder = root.resolve("bundles").resolve(name);
      var allowed = only.getOrDefault(name, Set.of());
      bundles.add(new Bundle(name, layerOf.get(name), bundles.size(), allowed, folder));
    }
    return new House(root, bundles);
  }

  private static House readReactor() {
    var basedir = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    return of(
        basedir.getParent().getParent(),
        Bundle.text(basedir.resolve("src/test/resources/layers.txt")));
  }

  Path root() {
    return root;
  }

  List<Bundle> bundles() {
    return bundles;
  }

  /// The classes of all bundles, without copies of libraries that a bundle carries.
  JavaClasses classes() {
    return classes.get();
  }

  private JavaClasses importClasses() {
    var folders = bundles.stream().map(Bundle::classes).filter(Files::isDirectory).toList();
    return new ClassFileImporter()
        .withImportOption(location -> location.contains("/org/ashlar/"))
        .importPaths(folders);
  }

  /// The bundle that owns a package: the one with the longest matching name.
  Optional<Bundle> owner(String packageName) {
    return bundles.stream()
        .filter(b -> (packageName + ".").startsWith(b.name() + "."))
        .max(Comparator.comparing(b -> b.name().length()));
  }
}
