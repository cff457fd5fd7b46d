package org.ashlar.database.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.ashlar.database.pool.DatabaseUnavailableException;
import org.ashlar.database.pool.Sessions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PostgreSQL that lives in the data folder: started with us, watched, started again when it
/// dies, stopped with us.
///
/// Everything of it lies in the data folder, by relative names, so the folder can be copied while
/// the server is stopped. When we are killed it goes on alone, and the next start adopts it. Any
/// thread.
public final class EmbeddedServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration TURN = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final DatabaseFolder folder;
  private final Options options;
  private final InstanceLock lock;
  private final ReentrantLock lifecycle = new ReentrantLock();
  private final List<Runnable> restartListeners = new CopyOnWriteArrayList<>();
  private volatile boolean closed;
  private volatile Postmaster.@Nullable Running running;
  private @Nullable Postmaster postmaster;
  private @Nullable Thread watcher;
  private String password = "";

  /// What can be chosen.
  ///
  /// @param sessions most sessions at a time, 1 or more
  /// @param extra settings of PostgreSQL, each `name=value`, that come after ours
  /// @param binaries where its programs are unpacked; null for the data folder
  public record Options(int sessions, List<String> extra, @Nullable Path binaries) {
    /// Copies the list.
    public Options {
      extra = List.copyOf(extra);
    }
  }

  /// A server that is not started yet.
  ///
  /// @param dataFolder an existing absolute folder
  /// @param options what can be chosen
  public EmbeddedServer(Path dataFolder, Options options) {
    this.folder = new DatabaseFolder(dataFolder);
    this.options = options;
    this.lock = new InstanceLock(folder.lock());
  }

  /// Starts the server, or joins the one that runs, and watches it from then on. Returns when it
  /// accepts sessions; at the first start of an installation that takes some seconds, after a crash
  /// as long as PostgreSQL needs to recover.
  ///
  /// @throws DatabaseUnavailableException when it does not start
  public void start() {
    lifecycle.lock();
    try {
      folder.requireOwn();
      password = folder.password();
      if (lock.take()) {
        open();
      } else {
        join();
      }
      // A platform thread of its own and not a task: it must see the server through while
      // everything else is swapped.
      watcher = Thread.ofPlatform().daemon().name("database/postgres-watch").start(this::watch);
    } catch (DatabaseUnavailableException e) {
      end(true);
      throw e;
    } finally {
      lifecycle.unlock();
    }
  }

  /// Ends a start that another thread is in; only [#close] can follow.
  public void cancel() {
    closed = true;
  }

  /// Sessions of the server's own role in its own database.
  ///
  /// @return sessions; those opened after a restart of the server find it again
  public Sessions sessions() {
    return new Bootstrap(running().socket(), password).sessions();
  }

  /// Sessions of the superuser, for tests and repair.
  ///
  /// @param database name of the database
  /// @return sessions
  public Sessions superuser(String database) {
    return new Bootstrap(running().socket(), password).superuser(database);
  }

  /// Asks to be told when the server was started again after it had died.
  ///
  /// @param listener called by the watcher's thread; must not block
  public void onRestart(Runnable listener) {
    restartListeners.add(listener);
  }

  /// Stops the server and gives up the data folder; all is written to disk. At most 6 s. Repeating
  /// it does nothing.
  @Override
  public void close() {
    end(true);
  }

  /// Leaves the server running for another generation of this bundle, which joins it, in this
  /// process or in the next.
  public void detach() {
    end(false);
  }

  private void end(boolean stop) {
    closed = true;
    lifecycle.lock();
    try {
      Thread thread = watcher;
      if (thread != null) {
        thread.interrupt();
      }
      Postmaster.Running server = running;
      if (stop && server != null && lock.take()) {
        Postmaster.stop(server.process());
        SocketFolder.remove(server.socket());
      }
      running = null;
      lock.close();
    } finally {
      lifecycle.unlock();
    }
  }

  private void open() {
    try {
      Path parent = options.binaries() == null ? folder.binaries() : options.binaries();
      PostgresBinaries binaries = PostgresBinaries.in(parent, () -> closed);
      Launch launch = folder.open(binaries, password);
      ServerSettings settings =
          ServerSettings.forMachine(folder.root(), options.sessions(), options.extra());
      Postmaster found = new Postmaster(folder, binaries, launch, settings);
      postmaster = found;
      Postmaster.Running server = found.adoptOrStart(() -> closed);
      running = server;
      if (!new Bootstrap(server.socket(), password).ensure()) {
        server = withNewPassword(found, server, launch, binaries);
      }
      if (server.adopted()) {
        new Bootstrap(server.socket(), password).fence();
      }
      running = server;
      LOG.info(
          "PostgreSQL {} is up (process {})", PostgresBinaries.VERSION, server.process().pid());
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "PostgreSQL could not be started: " + Faults.reason(e), e);
    }
  }

  /// The data folder came without its password, or with another one's: who can read it may open it.
  private Postmaster.Running withNewPassword(
      Postmaster found, Postmaster.Running server, Launch launch, PostgresBinaries binaries) {
    LOG.warn("The database's password does not fit; a new one is set");
    Postmaster.stop(server.process());
    folder.resetPassword(launch, binaries.program("postgres"), password);
    Postmaster.Running again = found.adoptOrStart(() -> closed);
    if (!new Bootstrap(again.socket(), password).ensure()) {
      throw new DatabaseUnavailableException("The database does not accept its own password.");
    }
    return again;
  }

  /// Another generation in this process owns the server: use the one that it keeps running.
  private void join() {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!find() && !closed) {
      if (System.nanoTime() > end) {
        throw new DatabaseUnavailableException("The running PostgreSQL does not answer.");
      }
      pause(TURN);
    }
  }

  private boolean find() {
    try {
      Optional<PostmasterFile> file = PostmasterFile.read(folder.pgData());
      Optional<ProcessHandle> process =
          file.isEmpty()
              ? Optional.empty()
              : new ServerProcesses(folder.pgData()).postmaster(file.get());
      if (file.isEmpty() || process.isEmpty() || !file.get().ready()) {
        return false;
      }
      running = new Postmaster.Running(process.get(), file.get().socket(), true);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void watch() {
    Duration pause = Duration.ZERO;
    while (!closed) {
      try {
        if (lock.take()) {
          pause = attend() ? Duration.ZERO : longer(pause);
        } else {
          find();
          pause = TURN;
        }
      } catch (DatabaseUnavailableException e) {
        pause = longer(pause);
        LOG.error("{} Next try in {} ms", e.getMessage(), pause.toMillis());
      }
      pause(pause);
    }
  }

  /// Waits a while for the end of the server; when it has died, starts it again.
  ///
  /// @return false when it died
  private boolean attend() {
    Postmaster.Running server = running;
    if (server != null && !ServerProcesses.ends(server.process(), LOOK)) {
      return true;
    }
    lifecycle.lock();
    try {
      if (!closed) {
        LOG.error("PostgreSQL has died; starting it again");
        restart();
      }
      return false;
    } finally {
      lifecycle.unlock();
    }
  }

  private void restart() {
    long start = System.nanoTime();
    if (postmaster == null) {
      open();
    } else {
      running = postmaster.adoptOrStart(() -> closed);
    }
    LOG.info("PostgreSQL is back after {} ms", (System.nanoTime() - start) / 1_000_000);
    restartListeners.forEach(Runnable::run);
  }

  private static Duration longer(Duration pause) {
    Duration next = pause.isZero() ? TURN : pause.multipliedBy(2);
    return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      // closed says so, too
      Thread.currentThread().interrupt();
    }
  }

  private Postmaster.Running running() {
    Postmaster.Running server = running;
    if (server == null) {
      throw new DatabaseUnavailableException("PostgreSQL is not running.");
    }
    return server;
  }

  /// The process number of the server, for the doctor and tests.
  ///
  /// @return number of the postmaster
  public long pid() {
    return running().process().pid();
  }

  /// The database's own folder.
  ///
  /// @return `postgres` in the data folder
  public Path pgData() {
    return folder.pgData();
  }

  /// Whether the server was running before we came.
  ///
  /// @return true when it was adopted
  public boolean wasAdopted() {
    return running().adopted();
  }
}
