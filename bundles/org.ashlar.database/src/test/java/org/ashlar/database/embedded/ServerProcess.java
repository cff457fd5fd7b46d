package org.ashlar.database.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.database.pool.DatabaseUnavailableException;

/// An embedded server in a JVM of its own, which can be killed. It prints one line: the number of
/// its PostgreSQL, or why it did not start.
record ServerProcess(Process process, String line) implements AutoCloseable {

  /// What the other JVM runs.
  ///
  /// @param args data folder, and folder of the programs
  public static void main(String[] args) throws IOException {
    EmbeddedServer server =
        new EmbeddedServer(
            Path.of(args[0]), new EmbeddedServer.Options(40, List.of(), Path.of(args[1])));
    try {
      server.start();
      System.out.println(server.pid());
      System.in.read();
      server.close();
    } catch (DatabaseUnavailableException e) {
      System.out.println(e.getMessage());
    }
  }

  /// Starts it and waits for its line.
  ///
  /// @param prefix what stands in front of `java`
  static ServerProcess start(List<String> prefix, Path data, Path programs) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ServerProcess.class.getName(),
            data.toString(),
            programs.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectError(new File("/dev/null"))
            .directory(new File("/"))
            .start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    while (line != null && line.contains(" INFO ")) {
      line = output.readLine();
    }
    return new ServerProcess(process, line == null ? "nothing" : line);
  }

  long pid() {
    return Long.parseLong(line);
  }

  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /// Lets it stop by itself.
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }
}
