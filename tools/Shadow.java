import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/// Makes a bundle of one that is to be tried beside the one that serves: `java Shadow.java JAR
/// NEW_JAR`. It gets another name, and its service another variant, which is asked only for
/// comparison.
final class Shadow {
  private static final String VARIANT = "name=\"org.ashlar.variant\" type=\"String\" value=\"";

  private Shadow() {}

  public static void main(String[] args) throws IOException {
    try (var from = new JarFile(args[0])) {
      var manifest = new Manifest(from.getManifest());
      var name = new Attributes.Name("Bundle-SymbolicName");
      var attributes = manifest.getMainAttributes();
      attributes.put(name, attributes.getValue(name) + ".shadow");
      var found = false;
      try (var to = new JarOutputStream(Files.newOutputStream(Path.of(args[1])), manifest)) {
        for (var entry : from.stream().toList()) {
          if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
            continue;
          }
          var bytes = from.getInputStream(entry).readAllBytes();
          if (entry.getName().startsWith("OSGI-INF/") && entry.getName().endsWith(".xml")) {
            var component = new String(bytes, StandardCharsets.UTF_8);
            found |= component.contains(VARIANT);
            bytes = shadow(component).getBytes(StandardCharsets.UTF_8);
          }
          to.putNextEntry(new ZipEntry(entry.getName()));
          to.write(bytes);
          to.closeEntry();
        }
      }
      if (!found) {
        Files.delete(Path.of(args[1]));
        System.err.println("Nothing in " + args[0] + " can be tried beside another one");
        System.exit(1);
      }
    }
  }

  private static String shadow(String component) {
    var at = component.indexOf(VARIANT);
    if (at < 0) {
      return component;
    }
    var end = component.indexOf('"', at + VARIANT.length());
    return component.substring(0, end) + ".shadow" + component.substring(end);
  }
}
