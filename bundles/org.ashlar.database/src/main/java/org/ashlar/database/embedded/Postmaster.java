package org.ashlar.database.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.ashlar.database.pool.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts, adopts and stops the server process of one database folder. Not thread-safe; its owner
/// calls one method at a time.
final class Postmaster {
  private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
  private static final Duration FAST = Duration.ofSeconds(4);
  private static final Duration IMMEDIATE = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration PROGRESS = Duration.ofSeconds(5);
  private static final Duration LONGEST_START = Duration.ofMinutes(30);

  private final DatabaseFolder folder;
  private final Path program;
  private final Launch launch;
  private final ServerSettings settings;
  private final ServerProcesses processes;

  Postmaster(
      DatabaseFolder folder, PostgresBinaries binaries, Launch launch, ServerSettings settings) {
    this.folder = folder;
    this.program = binaries.program("postgres");
    this.launch = launch;
    this.settings = settings;
    this.processes = new ServerProcesses(folder.pgData());
  }

  /// A server that accepts sessions.
  ///
  /// @param process the postmaster
  /// @param socket file name of its socket
  /// @param adopted whether it was running already
  record Running(ProcessHandle process, Path socket, boolean adopted) {}

  /// Takes over the server that a killed predecessor left behind when it runs as we would run it;
  /// else stops it and starts a new one. Returns when it accepts sessions, crash recovery included.
  ///
  /// @param cancelled asked while waiting
  Running adoptOrStart(BooleanSupplier cancelled) {
    try {
      Optional<PostmasterFile> file = PostmasterFile.read(folder.pgData());
      Optional<Running> orphan = file.isEmpty() ? Optional.empty() : adopt(file.get());
      return orphan.isPresent() ? orphan.get() : start(file, cancelled);
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "PostgreSQL could not be started: " + Faults.reason(e), e);
    }
  }

  private Optional<Running> adopt(PostmasterFile file) throws IOException {
    Optional<ProcessHandle> process = processes.postmaster(file);
    if (process.isEmpty()) {
      return Optional.empty();
    }
    if (file.ready() && ServerProcesses.arguments(file.pid()).equals(commandLine(file))) {
      LOG.info("Adopted the PostgreSQL that was left running (process {})", file.pid());
      return Optional.of(new Running(process.get(), file.socket(), true));
    }
    LOG.info("Stopping the PostgreSQL that was left running (process {})", file.pid());
    stop(process.get());
    return Optional.empty();
  }

  private List<String> commandLine(PostmasterFile file) {
    List<String> line = new ArrayList<>(List.of(program.toString()));
    line.addAll(arguments(Path.of(file.socketFolder())));
    return line;
  }

  private List<String> arguments(Path socketFolder) {
    List<String> arguments = new ArrayList<>(List.of("-D", folder.pgData().toString()));
    arguments.addAll(settings.arguments(socketFolder));
    return arguments;
  }

  private Running start(Optional<PostmasterFile> old, BooleanSupplier cancelled)
      throws IOException {
    endLeftovers();
    if (old.isPresent() && ProcessHandle.of(old.get().pid()).isPresent()) {
      // The number now belongs to a stranger, which PostgreSQL would take for a running server.
      Files.deleteIfExists(PostmasterFile.file(folder.pgData()));
    }
    Path socketFolder = socketFolder(old);
    LogTail log = new LogTail(folder.log());
    File logFile = folder.log().toFile();
    Process process =
        ProgramRun.prepare(launch.detached(program, arguments(socketFolder)))
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile))
            .start();
    try {
      return await(process.toHandle(), log, cancelled);
    } catch (DatabaseUnavailableException e) {
      stop(process.toHandle());
      SocketFolder.remove(socketFolder.resolve("socket"));
      throw e;
    }
  }

  private Path socketFolder(Optional<PostmasterFile> old) throws IOException {
    if (old.isPresent() && !old.get().socketFolder().isEmpty()) {
      Path before = Path.of(old.get().socketFolder());
      if (Files.isDirectory(before)
          && Folders.owner(before) == launch.account().uid()
          && launch.canWrite(before)) {
        return before;
      }
    }
    return SocketFolder.make(launch);
  }

  private Running await(ProcessHandle process, LogTail log, BooleanSupplier cancelled)
      throws IOException {
    long start = System.nanoTime();
    long progress = start + PROGRESS.toNanos();
    while (true) {
      Optional<PostmasterFile> file = PostmasterFile.read(folder.pgData());
      if (file.isPresent() && file.get().ready() && file.get().pid() == process.pid()) {
        return new Running(process, file.get().socket(), false);
      }
      if (ServerProcesses.ends(process, POLL)) {
        throw new DatabaseUnavailableException(
            "PostgreSQL did not start: " + log.complaint() + " (its log: " + folder.log() + ")");
      }
      long now = System.nanoTime();
      if (cancelled.getAsBoolean() || now - start > LONGEST_START.toNanos()) {
        throw new DatabaseUnavailableException("The start of PostgreSQL was given up.");
      }
      if (now > progress) {
        LOG.info(
            "PostgreSQL is starting since {} s, as after a crash it repeats its log",
            (now - start) / 1_000_000_000);
        progress = now + PROGRESS.toNanos();
      }
    }
  }

  /// Ends a server: sessions are closed and everything is written; when that takes long, by a crash
  /// that its log heals at the next start. At most 6 s.
  static void stop(ProcessHandle process) {
    long start = System.nanoTime();
    ServerProcesses.signal(process, "INT");
    if (!ServerProcesses.ends(process, FAST)) {
      ServerProcesses.signal(process, "QUIT");
      if (!ServerProcesses.ends(process, IMMEDIATE)) {
        process.destroyForcibly();
        ServerProcesses.ends(process, IMMEDIATE);
      }
      LOG.warn("PostgreSQL had to be stopped at once; it recovers at the next start");
    }
    LOG.debug("PostgreSQL stopped in {} ms", (System.nanoTime() - start) / 1_000_000);
  }

  /// Ends sessions whose postmaster was killed: the next one refuses to start while they live.
  private void endLeftovers() throws IOException {
    List<ProcessHandle> left = processes.all();
    if (left.isEmpty()) {
      return;
    }
    LOG.info("Ending {} processes of a PostgreSQL that was killed", left.size());
    left.forEach(process -> ServerProcesses.signal(process, "QUIT"));
    for (ProcessHandle process : left) {
      if (!ServerProcesses.ends(process, IMMEDIATE)) {
        process.destroyForcibly();
        ServerProcesses.ends(process, IMMEDIATE);
      }
    }
  }
}
