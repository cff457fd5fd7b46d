package org.ashlar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The modules an operator has put in place of those of the installation. The swap bundle writes the
/// file, the launcher reads it. One module per line:
///
///     bsn version sha256 startLevel previousVersion
///
/// with `-` for no previous version; `#` begins a comment. The jar of a line is
/// `modules/<bsn>-<version>.jar` in the data folder.
record ModulesLock(Path file, Path folder) {

  /// @return the pinned modules, none if there is no such file
  /// @throws StartException if a line can not be read, or a jar is missing or not the one pinned
  List<Module> modules() throws IOException, StartException {
    List<Module> modules = new ArrayList<>();
    if (!Files.exists(file)) {
      return modules;
    }
    var lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        modules.add(module(line, file + " line " + (i + 1)));
      }
    }
    return modules;
  }

  private Module module(String line, String where) throws IOException, StartException {
    var fields = line.split("\\s+");
    if (fields.length != 5 || !fields[3].matches("\\d{1,4}")) {
      throw new StartException(
          where + " is not of the form: bsn version sha256 startLevel previousVersion");
    }
    var jar = folder.resolve(fields[0] + "-" + fields[1] + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new StartException(where + " pins " + fields[0] + ", but there is no file " + jar);
    }
    if (!sha256(jar).equalsIgnoreCase(fields[2])) {
      throw new StartException(where + " pins " + fields[0] + ", but " + jar + " is another file");
    }
    return new Module(fields[0], fields[1], Integer.parseInt(fields[3]), jar);
  }

  private static String sha256(Path jar) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
