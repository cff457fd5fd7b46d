package org.ashlar.database.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ashlar.database.pool.DatabaseUnavailableException;
import org.jspecify.annotations.Nullable;

/// An embedded server in a JVM of its own, which can be killed. It prints one line: the number of
/// its PostgreSQL, or why it did not start.
record ServerProcess(Process process, String line, @Nullable Path classes)
    implements AutoCloseable {

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
  /// @param prefix what stands in front of `java`; whoever it makes the owner of the process is
  ///   given classes that everyone can read
  static ServerProcess start(List<String> prefix, Path data, Path programs) throws IOException {
    Path classes = prefix.isEmpty() ? null : readableClasses();
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes == null ? System.getProperty("java.class.path") : classPath(classes),
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
    return new ServerProcess(process, line == null ? "nothing" : line, classes);
  }

  /// A copy of the class path in a folder that everyone can enter: the original may lie below the
  /// home of root.
  private static Path readableClasses() throws IOException {
    Path folder = Files.createTempDirectory("ashlar-classes-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path source = Path.of(entry);
      Path target = folder.resolve(number++ + "-" + source.getFileName());
      if (Files.exists(source)) {
        copy(source, target);
      }
    }
    return folder;
  }

  private static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, target.resolve(source.relativize(file).toString()));
      }
    }
  }

  private static String classPath(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
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
    if (classes != null) {
      try (Stream<Path> files = Files.walk(classes)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
