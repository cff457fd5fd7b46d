package org.ashlar.itests.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The data folder of a server `localhost` after its first start, made once in a JVM. A copy of it
/// spares other servers to unpack PostgreSQL and to make a database.
final class PreparedData {
  private static final List<String> KEPT =
      List.of("postgres", "postgres.password", "server_name", "signing.key");

  private final Path data;

  private PreparedData(Path data) {
    this.data = data;
  }

  private static final class Once {
    private static final PreparedData DATA = make();
  }

  /// The one of this JVM; made when it is asked for the first time.
  static PreparedData get() {
    return Once.DATA;
  }

  private static PreparedData make() {
    try {
      Path folder = Files.createTempDirectory("ashlar-it-prepared-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Installation.delete(folder)));
      AshlarServer server = AshlarServer.in(folder, "").withFirstStart();
      server.start().stop();
      return new PreparedData(server.data());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Copies it, with the owners of its files. Programs are linked, not copied.
  ///
  /// @param target a folder that is not there
  void copyTo(Path target) throws IOException {
    Files.createDirectories(target);
    copy("-al", List.of("postgres-bin"), target);
    copy("-a", KEPT, target);
  }

  private void copy(String how, List<String> names, Path target) throws IOException {
    var line = new ArrayList<>(List.of("cp", how));
    names.forEach(name -> line.add(data.resolve(name).toString()));
    line.add(target.toString());
    try {
      int exit = new ProcessBuilder(line).inheritIO().start().waitFor();
      if (exit != 0) {
        throw new IOException("cp ended with " + exit + ": " + line);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
