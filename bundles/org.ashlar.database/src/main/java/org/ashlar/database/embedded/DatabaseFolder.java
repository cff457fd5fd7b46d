package org.ashlar.database.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.ashlar.database.pool.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the embedded PostgreSQL keeps in the data folder: `postgres` (the database itself),
/// `postgres-bin` (its programs), `postgres.password`, `postgres.log` and `postgres.lock`.
final class DatabaseFolder {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseFolder.class);
  private static final String MAJOR =
      PostgresBinaries.VERSION.substring(0, PostgresBinaries.VERSION.indexOf('.'));
  private static final int PASSWORD_BYTES = 24;

  private final Path dataFolder;

  DatabaseFolder(Path dataFolder) {
    this.dataFolder = dataFolder;
  }

  Path root() {
    return dataFolder;
  }

  Path pgData() {
    return dataFolder.resolve("postgres");
  }

  Path binaries() {
    return dataFolder.resolve("postgres-bin");
  }

  Path log() {
    return dataFolder.resolve("postgres.log");
  }

  Path lock() {
    return dataFolder.resolve("postgres.lock");
  }

  /// An ordinary user can only use what is theirs; root takes everything.
  ///
  /// @throws DatabaseUnavailableException when something belongs to another user
  void requireOwn() {
    try {
      Account self = Account.ofThisProcess();
      for (Path path : List.of(pgData(), binaries(), passwordFile(), lock(), log())) {
        if (!self.isRoot() && Files.exists(path) && Folders.owner(path) != self.uid()) {
          throw new DatabaseUnavailableException(
              "%s belongs to user %d, but the server runs as user %d; run as root: chown -R %d:%d %s"
                  .formatted(
                      path, Folders.owner(path), self.uid(), self.uid(), self.gid(), dataFolder));
        }
      }
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "The data folder can not be used: " + Faults.reason(e), e);
    }
  }

  private Path passwordFile() {
    return dataFolder.resolve("postgres.password");
  }

  /// Makes the database when there is none, and its folder fit to be used by an account.
  ///
  /// @return how its programs are started
  /// @throws DatabaseUnavailableException when it can not be used
  Launch open(PostgresBinaries binaries, String password) {
    try {
      Unprivileged unprivileged = new Unprivileged(dataFolder, binaries.program("postgres"));
      if (!exists()) {
        return create(unprivileged, binaries.program("initdb"), password);
      }
      Launch launch = unprivileged.choose(pgData());
      closeToOthers();
      return launch;
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "The database's folder can not be prepared: " + Faults.reason(e), e);
    }
  }

  private boolean exists() throws IOException {
    if (!Files.exists(pgData()) || Folders.children(pgData()).isEmpty()) {
      Files.deleteIfExists(pgData());
      return false;
    }
    Path version = pgData().resolve("PG_VERSION");
    if (!Files.exists(version)) {
      throw new DatabaseUnavailableException(
          "The folder " + pgData() + " is not a PostgreSQL database; move it away or restore it.");
    }
    String major = Files.readString(version).strip();
    if (!major.equals(MAJOR)) {
      throw new DatabaseUnavailableException(
          "The database in %s was made by PostgreSQL %s, and this server brings %s; run it with the server it was made by, or move its content with a PostgreSQL of your own."
              .formatted(pgData(), major, MAJOR));
    }
    return true;
  }

  /// Makes the database beside its place and then moves it there, so that a crash leaves none or a
  /// whole one.
  private Launch create(Unprivileged unprivileged, Path initdb, String password)
      throws IOException {
    LOG.info("First start: making the database in {}", pgData());
    Path fresh = dataFolder.resolve("postgres.new");
    Folders.delete(fresh);
    Files.createDirectory(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Launch launch = unprivileged.choose(fresh);
    ProgramRun run = run(launch, fresh, way -> initialize(way, initdb, fresh, password));
    if (!run.succeeded()) {
      throw new DatabaseUnavailableException(
          "The database could not be made in " + fresh + ": " + LogTail.complaint(run.output()));
    }
    Files.move(fresh, pgData(), StandardCopyOption.ATOMIC_MOVE);
    Folders.force(dataFolder);
    return launch;
  }

  /// Gives the superuser a new password without asking for the old one. The server must be stopped.
  void resetPassword(Launch launch, Path program, String password) {
    String statement = "alter role postgres password '" + password + "'\n";
    List<String> arguments = List.of("--single", "-D", pgData().toString(), "postgres");
    try {
      ProgramRun run =
          run(launch, pgData(), way -> ProgramRun.of(way.command(program, arguments), statement));
      if (!run.succeeded() || run.output().contains("ERROR:")) {
        throw new DatabaseUnavailableException(
            "The database's password could not be changed: " + LogTail.complaint(run.output()));
      }
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "The database's password could not be changed: " + Faults.reason(e), e);
    }
  }

  /// Some programs insist that their user has a name; the folder is then lent to one who has.
  private static ProgramRun run(Launch launch, Path used, Program program) throws IOException {
    ProgramRun run = program.run(launch);
    if (run.output().contains("could not look up effective user ID")) {
      Launch named = launch.named();
      Folders.giveTo(used, named.account());
      run = program.run(named);
      Folders.giveTo(used, launch.account());
    }
    return run;
  }

  private interface Program {
    ProgramRun run(Launch launch) throws IOException;
  }

  private ProgramRun initialize(Launch launch, Path initdb, Path fresh, String password)
      throws IOException {
    Path secret = writeSecret(dataFolder.resolve("postgres.new.password"), password);
    try {
      launch.account().own(secret);
      return launch.run(
          initdb,
          "--pgdata=" + fresh,
          "--username=postgres",
          "--auth=scram-sha-256",
          "--pwfile=" + secret,
          "--encoding=UTF8",
          "--locale=C",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8");
    } finally {
      Files.deleteIfExists(secret);
    }
  }

  /// A copy made by a tool that drops permissions would be refused by PostgreSQL.
  private void closeToOthers() throws IOException {
    Set<PosixFilePermission> found = Files.getPosixFilePermissions(pgData());
    Set<PosixFilePermission> allowed = EnumSet.allOf(PosixFilePermission.class);
    allowed.removeAll(PosixFilePermissions.fromString("----w-rwx"));
    if (!allowed.containsAll(found) || !found.contains(PosixFilePermission.OWNER_EXECUTE)) {
      Files.setPosixFilePermissions(pgData(), PosixFilePermissions.fromString("rwx------"));
    }
  }

  /// The password of our roles; made at random when there is none. Only the server's own user can
  /// read it.
  String password() {
    Path file = passwordFile();
    try {
      if (!Files.exists(file)) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Path fresh = dataFolder.resolve("postgres.password.new");
        writeSecret(fresh, HexFormat.of().formatHex(random));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readString(file, US_ASCII).strip();
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "The database's password can not be kept in " + file + ": " + Faults.reason(e), e);
    }
  }

  private static Path writeSecret(Path file, String secret) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, secret + "\n", US_ASCII, StandardOpenOption.SYNC);
  }
}
