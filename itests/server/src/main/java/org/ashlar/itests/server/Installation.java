package org.ashlar.itests.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/// Where the assembled server lies.
public final class Installation {
  private Installation() {}

  /// The folder named by the system property `ashlar.server`, or `distribution/server` of the
  /// project that the working folder is in.
  ///
  /// @throws IllegalStateException if there is none
  public static Path find() {
    var named = System.getProperty("ashlar.server");
    if (named != null) {
      return checked(Path.of(named).toAbsolutePath().normalize());
    }
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      var server = folder.resolve("distribution/server");
      if (Files.isExecutable(server.resolve("bin/ashlar"))) {
        return server;
      }
    }
    throw new IllegalStateException("no assembled server; build it with ./ashlar build");
  }

  private static Path checked(Path server) {
    if (!Files.isExecutable(server.resolve("bin/ashlar"))) {
      throw new IllegalStateException("no assembled server in " + server);
    }
    return server;
  }

  /// Copies the assembled server and adds a bundle to it.
  ///
  /// @param bundle the jar
  /// @param level its start level
  /// @param target the folder to be made
  /// @return the target
  public static Path with(Path bundle, int level, Path target) {
    Path source = find();
    try (var files = Files.walk(source)) {
      for (var file : files.toList()) {
        Files.copy(
            file, target.resolve(source.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
      Files.copy(bundle, target.resolve("system/" + level).resolve(bundle.getFileName()));
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Deletes a folder and all in it, as far as it is there.
  static void delete(Path folder) {
    if (Files.notExists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
