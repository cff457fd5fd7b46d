package org.ashlar.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/// A jar that may take the place of a bundle.
///
/// @param file where it is
/// @param name its Bundle-SymbolicName
/// @param version its Bundle-Version
/// @param exports whether it exports packages
/// @param sha256 of its bytes, in hexadecimal digits
record ModuleJar(Path file, String name, Version version, boolean exports, String sha256) {

  /// Reads what the manifest says.
  ///
  /// @throws SwapFailure when it is no readable bundle
  static ModuleJar read(Path file) throws SwapFailure {
    if (!Files.isRegularFile(file)) {
      throw new SwapFailure("There is no file " + file);
    }
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      String name = main.getValue(Constants.BUNDLE_SYMBOLICNAME);
      if (name == null) {
        throw new SwapFailure(file + " is no bundle: its manifest has no Bundle-SymbolicName");
      }
      if (main.getValue(Constants.FRAGMENT_HOST) != null) {
        throw new SwapFailure(file + " is a fragment; fragments cannot be swapped");
      }
      return new ModuleJar(
          file,
          name.split(";")[0].strip(),
          Version.parseVersion(main.getValue(Constants.BUNDLE_VERSION)),
          main.getValue(Constants.EXPORT_PACKAGE) != null,
          sha256(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new SwapFailure(file + " cannot be read as a bundle: " + e.getMessage(), e, false);
    }
  }

  /// Name and version, for sentences.
  String title() {
    return name + " " + version;
  }

  static String sha256(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
