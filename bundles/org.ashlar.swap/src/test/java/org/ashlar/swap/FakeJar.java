package org.ashlar.swap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.ashlar.swap.fake.FakeActivator;

/// Makes jars of the fake bundle.
final class FakeJar {
  static final String NAME = "org.ashlar.fake";

  private FakeJar() {}

  /// @param mode how the bundle behaves, see [FakeActivator]
  static Path in(Path folder, String version, String mode) throws IOException {
    return in(folder, NAME, version, mode, "");
  }

  static Path in(Path folder, String name, String version, String mode, String exports)
      throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name);
    main.putValue("Bundle-Version", version);
    main.putValue("Bundle-Activator", FakeActivator.class.getName());
    main.putValue(
        "Import-Package", "org.osgi.framework,org.ashlar.base.gate,org.ashlar.swap.greeting");
    main.putValue("Fake-Mode", mode);
    if (!exports.isEmpty()) {
      main.putValue("Export-Package", exports);
    }
    Path jar = folder.resolve(name + "-" + version + "-" + mode.replace(' ', '_') + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      add(entries, "org/ashlar/swap/fake/FakeActivator.class");
      add(entries, "org/ashlar/swap/fake/FakeActivator$FakeGreeting.class");
    }
    return jar;
  }

  private static void add(JarOutputStream jar, String path) throws IOException {
    jar.putNextEntry(new JarEntry(path));
    try (InputStream in = FakeJar.class.getClassLoader().getResourceAsStream(path)) {
      in.transferTo(jar);
    }
    jar.closeEntry();
  }
}
