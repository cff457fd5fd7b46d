package org.ashlar.database.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How programs of PostgreSQL are started: as whom, and through what.
///
/// @param account who owns the database's files
/// @param way through what
record Launch(Account account, Way way) {
  private static final int NOBODY = 65_534;

  /// The same with an account that has a name, which `initdb` insists on. The caller then changes
  /// owners.
  Launch named() {
    return way == Way.DIRECT
        ? new Launch(account, Way.NAMESPACE)
        : new Launch(new Account(NOBODY, NOBODY), way);
  }

  /// @param program what to start
  /// @param arguments its arguments
  /// @return the whole command line
  List<String> command(Path program, List<String> arguments) {
    List<String> command = new ArrayList<>(way.prefix(account));
    command.add(program.toString());
    command.addAll(arguments);
    return command;
  }

  /// Runs a program to its end, out of reach of a Ctrl-C in our terminal.
  ProgramRun run(Path program, String... arguments) {
    return ProgramRun.of(detached(program, List.of(arguments)));
  }

  /// Tells whether a program started this way can enter a folder and write there.
  boolean canWrite(Path folder) {
    return run(Path.of("/bin/sh"), "-c", "cd \"$1\" && test -w .", "sh", folder.toString())
        .succeeded();
  }

  /// The command line of a long-lived program, in a session of its own, so that Ctrl-C in our
  /// terminal does not reach it before we have finished.
  List<String> detached(Path program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    Path setsid = Path.of("/usr/bin/setsid");
    if (Files.isExecutable(setsid)) {
      command.add(setsid.toString());
    }
    command.addAll(command(program, arguments));
    return command;
  }
}
