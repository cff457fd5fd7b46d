package org.ashlar.itests.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The scripts of one client, copied to where the client is installed.
///
/// @param folder where
/// @param interpreter what runs them
record Scripts(Path folder, String interpreter) {
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(5);

  /// Those of matrix-js-sdk.
  ///
  /// @param module the folder of this module
  static Scripts js(Path module) throws IOException {
    var scripts = new Scripts(copy(module, "js"), "node");
    scripts.install("npm", "install", "--no-audit", "--no-fund", "--no-package-lock");
    return scripts;
  }

  /// Those of matrix-nio.
  ///
  /// @param module the folder of this module
  static Scripts nio(Path module) throws IOException {
    return python(module, "nio");
  }

  /// Those of a folder with Python scripts, which lists what they need.
  ///
  /// @param module the folder of this module
  /// @param name the name of the folder in it
  static Scripts python(Path module, String name) throws IOException {
    var folder = copy(module, name);
    var python = folder.resolve("venv/bin/python").toString();
    var scripts = new Scripts(folder, python);
    if (Files.notExists(folder.resolve("venv/bin/pip"))) {
      scripts.install("python3", "-m", "venv", "venv");
    }
    scripts.install(python, "-m", "pip", "install", "--quiet", "-r", "requirements.txt");
    return scripts;
  }

  /// Starts a script.
  Running start(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(interpreter, script));
    command.addAll(List.of(arguments));
    return Running.start(folder, command);
  }

  private void install(String... command) throws IOException {
    try (var running = Running.start(folder, List.of(command))) {
      if (running.exit(INSTALL_LIMIT) != 0) {
        throw new IOException(String.join(" ", command) + " failed:\n" + running.output());
      }
    }
  }

  private static Path copy(Path module, String name) throws IOException {
    var target = Files.createDirectories(module.resolve("target").resolve(name));
    try (var files = Files.newDirectoryStream(module.resolve(name))) {
      for (var file : files) {
        if (Files.isRegularFile(file)) {
          Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return target;
  }
}
