package org.ashlar.database.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ashlar.database.embedded.EmbeddedServer;

/// A data folder with an empty database, made once per JVM: copying it is quicker than making one.
public final class DatabaseTemplate {
  private static final Path FOLDER = make();

  private DatabaseTemplate() {}

  /// Fills an existing data folder with what a first start would make, as its owner would own it.
  public static void copyTo(Path data) throws IOException {
    run("cp", "-a", FOLDER + "/.", data.toString());
  }

  private static Path make() {
    try {
      Path folder = Files.createTempDirectory("ashlar-template-");
      try (EmbeddedServer server =
          new EmbeddedServer(
              folder, new EmbeddedServer.Options(40, List.of(), TemporaryDatabase.programs()))) {
        server.start();
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      run("rm", "-r", folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(String... command) throws IOException {
    if (new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command));
    }
  }
}
