package org.ashlar.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.database.pool.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out how PostgreSQL, which refuses to run as root, can be started in a folder.
///
/// An ordinary user simply starts it. Root gives the database's folder to an account without a name
/// and drops to it. When a folder above is closed to that account (such as one below /root),
/// PostgreSQL keeps the one capability that lets it pass. Each way is tried before it is taken, as
/// containers forbid one or another.
final class Unprivileged {
  /// A number that distributions leave unused, small enough for containers that map 65,536 users.
  private static final int NAMELESS = 59_462;

  private static final int NOBODY = 65_534;
  private static final Logger LOG = LoggerFactory.getLogger(Unprivileged.class);

  private final Path dataFolder;
  private final Path program;

  /// @param dataFolder the folder of the instance
  /// @param program a program of PostgreSQL, run with `--version` to see that it starts
  Unprivileged(Path dataFolder, Path program) {
    this.dataFolder = dataFolder;
    this.program = program;
  }

  /// Chooses the way for a folder that exists, and makes its owner the account that will use it.
  ///
  /// @param folder the database's folder
  /// @throws DatabaseUnavailableException when there is no way
  Launch choose(Path folder) {
    try {
      Account self = Account.ofThisProcess();
      return self.isRoot() ? forRoot(folder) : forUser(self);
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "The database's folder " + folder + " can not be prepared: " + Faults.reason(e), e);
    }
  }

  private Launch forUser(Account self) {
    Launch launch = new Launch(self, Way.DIRECT);
    requireRunning(launch);
    return launch;
  }

  private Launch forRoot(Path folder) throws IOException {
    List<String> refusals = new ArrayList<>();
    for (Launch launch : candidates()) {
      try {
        Folders.giveTo(folder, launch.account());
      } catch (IOException e) {
        refusals.add("chown: " + Faults.reason(e));
        continue;
      }
      ProgramRun run = launch.run(program, "--version");
      boolean runs = run.succeeded() && !run.output().contains("invalid binary");
      if (runs && launch.canWrite(folder)) {
        LOG.debug("PostgreSQL runs as user {} through {}", launch.account().uid(), launch.way());
        return launch;
      }
      refusals.add(run.succeeded() ? "no access to " + folder : run.lastLine());
    }
    requireRunning(new Launch(Account.ROOT, Way.DIRECT));
    throw new DatabaseUnavailableException(
        ("PostgreSQL does not run as root, and no other user can be made to run it in %s (%s);"
             + " start the server as an ordinary user who owns the data folder, or give the URL of"
             + " a PostgreSQL in the configuration.")
            .formatted(folder, String.join("; ", refusals.stream().distinct().toList())));
  }

  /// Tells a machine that lacks a library from one that refuses a way.
  private void requireRunning(Launch launch) {
    ProgramRun run = launch.run(program, "--version");
    if (!run.succeeded()) {
      throw new DatabaseUnavailableException(
          "The PostgreSQL in "
              + program.getParent()
              + " does not run on this machine: "
              + run.lastLine());
    }
  }

  private List<Launch> candidates() throws IOException {
    List<Launch> ways = new ArrayList<>();
    for (Account account : accounts()) {
      ways.add(new Launch(account, Way.DROP));
      ways.add(new Launch(account, Way.DROP_AND_SEARCH));
      ways.add(new Launch(account, Way.DROP_AND_OVERRIDE));
      ways.add(new Launch(account, Way.CHROOT));
    }
    ways.add(new Launch(Account.ROOT, Way.NAMESPACE));
    return ways;
  }

  /// The owner of the data folder when it is an ordinary user, who can then start the server, too.
  private List<Account> accounts() throws IOException {
    Account owner = Account.ownerOf(dataFolder);
    Account nobody = new Account(NOBODY, NOBODY);
    if (!owner.isRoot()) {
      return List.of(owner, nobody);
    }
    int uid = unused();
    return List.of(new Account(uid, uid), nobody);
  }

  private static int unused() throws IOException {
    String users = Files.readString(Path.of("/etc/passwd"));
    int uid = NAMELESS;
    while (users.contains(":" + uid + ":")) {
      uid++;
    }
    return uid;
  }
}
