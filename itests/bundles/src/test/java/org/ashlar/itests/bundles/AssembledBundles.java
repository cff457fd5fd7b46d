package org.ashlar.itests.bundles;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.frameworkStartLevel;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import org.ops4j.pax.exam.Option;

/// Options for a framework like the server's: the bundles of `system/` on their start levels, and
/// the properties of the launcher's file.
final class AssembledBundles {
  private static final Path SERVER =
      Path.of(System.getProperty("ashlar.server", "../../distribution/server"))
          .toAbsolutePath()
          .normalize();

  private AssembledBundles() {}

  /// @param data a data folder for this test
  /// @param wanted which of our own bundles to take, by symbolic name; libraries are all there
  static Option options(Path data, Predicate<String> wanted) {
    List<Option> options = new ArrayList<>();
    options.add(cleanCaches(true));
    options.add(systemProperty("pax.exam.osgi.unresolved.fail").value("true"));
    options.add(junitBundles());
    properties().forEach((key, value) -> options.add(frameworkProperty((String) key).value(value)));
    options.add(frameworkStartLevel(50));
    options.add(frameworkProperty("ashlar.home").value(SERVER.toString()));
    options.add(frameworkProperty("ashlar.data").value(data.toString()));
    options.add(frameworkProperty("ashlar.config").value(data.resolve("ashlar.yaml").toString()));
    options.add(frameworkProperty("ashlar.mode").value("run"));
    options.add(
        frameworkProperty("ashlar.control.socket").value(data.resolve("control.sock").toString()));
    for (var jar : jars()) {
      var name = jar.getFileName().toString().replaceFirst("-\\d.*", "");
      if (!name.startsWith("org.ashlar.") || wanted.test(name)) {
        var level = Integer.parseInt(jar.getName(jar.getNameCount() - 2).toString());
        options.add(bundle(jar.toUri().toString()).startLevel(level));
      }
    }
    return composite(options.toArray(Option[]::new));
  }

  private static Properties properties() {
    var properties = new Properties();
    try (var in = Files.newInputStream(SERVER.resolve("etc/framework.properties"))) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  private static List<Path> jars() {
    try (var files = Files.walk(SERVER.resolve("system"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
