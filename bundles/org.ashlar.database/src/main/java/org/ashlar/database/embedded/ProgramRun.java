package org.ashlar.database.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// One finished run of a short program.
///
/// @param status its exit status; 127 when it could not be started at all
/// @param output what it printed, both streams together, at most 64 KB
record ProgramRun(int status, String output) {
  private static final int LIMIT = 1 << 16;

  /// Runs a program to its end.
  static ProgramRun of(List<String> command) {
    return of(command, "");
  }

  /// Runs a program to its end, with something to read.
  static ProgramRun of(List<String> command, String input) {
    try {
      Process process = prepare(command).redirectErrorStream(true).start();
      if (!input.isEmpty()) {
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      }
      process.getOutputStream().close();
      try (InputStream out = process.getInputStream()) {
        String text = new String(out.readNBytes(LIMIT), StandardCharsets.UTF_8);
        out.transferTo(OutputStream.nullOutputStream());
        return new ProgramRun(process.waitFor(), text.strip());
      }
    } catch (IOException e) {
      return new ProgramRun(127, command.getFirst() + " can not be run");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ProgramRun(127, "interrupted");
    }
  }

  /// A program that inherits nothing of our environment, started in the root folder.
  static ProcessBuilder prepare(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC"));
    return builder;
  }

  boolean succeeded() {
    return status == 0;
  }

  /// @return the last line printed
  String lastLine() {
    return output.substring(output.lastIndexOf('\n') + 1);
  }
}
