import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;

/// Lays the server out in `distribution/server`: `bin/`, `etc/`, `lib/` and, from the lists in
/// `features/`, `system/<start level>/<bsn>-<version>.jar`.
///
/// The jars were copied to `distribution/target/bundles` as `<group>.<artifact>.jar`.
final class Assemble {
  private final Path root;
  private final Path jars;
  private final Path server;
  private final List<String> problems = new ArrayList<>();

  private Assemble(Path root) {
    this.root = root;
    this.jars = root.resolve("distribution/target/bundles");
    this.server = root.resolve("distribution/server");
  }

  public static void main(String... args) throws IOException {
    var assemble = new Assemble(Path.of(args[0]).toRealPath());
    assemble.run(args[1]);
    assemble.problems.forEach(System.err::println);
    System.exit(assemble.problems.isEmpty() ? 0 : 1);
  }

  private void run(String launcher) throws IOException {
    delete(server);
    var target = root.resolve("distribution/target");
    copyTree(root.resolve("distribution/src/main/server"), server);
    copy(root.resolve("LICENSE"), server.resolve("LICENSE"));
    copy(target.resolve(launcher), server.resolve("lib/launcher.jar"));
    copy(
        jars.resolve("org.apache.felix.org.apache.felix.framework.jar"),
        server.resolve("lib/framework.jar"));
    var levels = startLevels();
    for (var entry : levels.entrySet()) {
      install(entry.getKey(), entry.getValue());
    }
    Files.writeString(target.resolve("assembled"), "");
    System.out.println("assembled " + levels.size() + " bundles in " + server);
  }

  /// Start level by `group:artifact`.
  private Map<String, Integer> startLevels() throws IOException {
    Map<String, Integer> levels = new TreeMap<>();
    try (var features = Files.newDirectoryStream(root.resolve("features"), "*.feature")) {
      for (var feature : features) {
        for (var line : Files.readAllLines(feature)) {
          var fields = line.replaceFirst("#.*", "").strip().split("\\s+");
          if (fields.length == 2) {
            if (levels.put(fields[0], Integer.valueOf(fields[1])) != null) {
              problems.add(feature.getFileName() + ": " + fields[0] + " is in two features");
            }
          } else if (!fields[0].isEmpty()) {
            problems.add(feature.getFileName() + ": not a bundle and its level: " + line);
          }
        }
      }
    }
    return levels;
  }

  private void install(String artifact, int level) throws IOException {
    var jar = jars.resolve(artifact.replace(':', '.') + ".jar");
    if (!Files.exists(jar)) {
      problems.add(
          "features name " + artifact + ", but distribution/pom.xml does not depend on it");
      return;
    }
    try (var file = new JarFile(jar.toFile())) {
      var manifest = file.getManifest().getMainAttributes();
      var name = manifest.getValue("Bundle-SymbolicName");
      if (name == null) {
        problems.add(artifact + " is no OSGi bundle");
        return;
      }
      var version = manifest.getValue("Bundle-Version");
      var system = server.resolve("system").resolve("%02d".formatted(level));
      copy(jar, system.resolve(name.split(";")[0].strip() + "-" + version + ".jar"));
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
