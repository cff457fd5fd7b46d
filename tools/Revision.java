import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/// Gives a bundle that was built another version: `java Revision.java JAR VERSION NEW_JAR`. Two
/// versions of one bundle can be exchanged in a running server.
final class Revision {
  private Revision() {}

  public static void main(String[] args) throws IOException {
    try (var from = new JarFile(args[0])) {
      var manifest = new Manifest(from.getManifest());
      manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), args[1]);
      try (var to = new JarOutputStream(Files.newOutputStream(Path.of(args[2])), manifest)) {
        for (var entry : from.stream().toList()) {
          if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
            to.putNextEntry(new ZipEntry(entry.getName()));
            from.getInputStream(entry).transferTo(to);
            to.closeEntry();
          }
        }
      }
    }
  }
}
