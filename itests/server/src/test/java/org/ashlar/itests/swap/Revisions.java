package org.ashlar.itests.swap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/// Makes later versions of a bundle: the same classes under another version, which the bundle tells
/// in its answers.
final class Revisions {
  private final Path jar;
  private final Path folder;

  /// @param jar the bundle
  /// @param folder where later versions are put
  Revisions(Path jar, Path folder) {
    this.jar = jar;
    this.folder = folder;
  }

  /// Makes a version.
  Path version(String version) {
    Path made = folder.resolve(jar.getFileName().toString().replace("0.1.0", version));
    try (JarFile from = new JarFile(jar.toFile())) {
      Manifest manifest = new Manifest(from.getManifest());
      manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
      try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(made), manifest)) {
        for (var entry : from.stream().toList()) {
          if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
            to.putNextEntry(new ZipEntry(entry.getName()));
            from.getInputStream(entry).transferTo(to);
            to.closeEntry();
          }
        }
      }
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
