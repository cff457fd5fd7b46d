package org.ashlar.store.postgres;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.ibatis.exceptions.PersistenceException;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.Position;
import org.ashlar.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer of an instance: a role that is handed over, apart from the life of this bundle.
/// It is held while a session of the database holds the writer's lock. Any thread; batches one by
/// one.
final class WriterRole {
  private static final Logger LOG = LoggerFactory.getLogger(WriterRole.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final DatabaseAccess database;
  private final SessionFactory sessions;
  private final String instance;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition taken = lock.newCondition();
  private boolean wanted;
  private int lostBackend;
  private @Nullable Numbers given;
  private @Nullable BatchWriter active;
  private @Nullable WriterSession standby;
  private volatile @Nullable Position position;
  private final WriterMetrics metrics = new WriterMetrics();

  WriterRole(DatabaseAccess database, SessionFactory sessions, String instance, Clock clock) {
    this.database = database;
    this.sessions = sessions;
    this.instance = instance;
    this.clock = clock;
  }

  /// Opens the session that the role will need, so that taking it takes less time.
  void prepare() {
    lock.lock();
    try {
      if (active == null && standby == null) {
        standby = database.call(db -> WriterSession.open(db, sessions, instance));
      }
    } catch (PersistenceException e) {
      throw SqlFaults.of("The writer's session could not be opened", e);
    } finally {
      lock.unlock();
    }
  }

  /// Takes the role: the lock, then the numbers.
  ///
  /// @throws StoreException when another instance holds the lock for 2 s
  void take() {
    lock.lock();
    try {
      open();
      wanted = true;
      taken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Finishes the running batch and gives the role up.
  void release() {
    lock.lock();
    try {
      wanted = false;
      close();
    } finally {
      lock.unlock();
    }
  }

  /// Finishes the running batch and ends the session. The role stays ours: the next batch opens
  /// another session.
  void releaseSession() {
    lock.lock();
    try {
      close();
    } finally {
      lock.unlock();
    }
  }

  /// The last committed position, or null without the role.
  @Nullable Position position() {
    return position;
  }

  boolean isHeld() {
    return position != null;
  }

  List<AppendResult> append(List<Append> appends) {
    lock.lock();
    try {
      await();
      BatchWriter writer = active == null ? open() : active;
      List<Entry> entries = appends.stream().map(Entry::new).toList();
      long start = System.nanoTime();
      try {
        writer.write(entries);
      } finally {
        after(writer);
      }
      List<AppendResult> results = entries.stream().map(Entry::result).toList();
      metrics.written(appends, results, System.nanoTime() - start);
      return results;
    } finally {
      lock.unlock();
    }
  }

  /// During a hand-over the new instance is called before it has the role.
  private void await() {
    try {
      long left = PATIENCE.toNanos();
      while (!wanted && left > 0) {
        left = taken.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!wanted) {
      throw new StoreException("This store is not the writer now", true);
    }
  }

  private BatchWriter open() {
    if (active != null) {
      return active;
    }
    try {
      return activate(session().locked(lostBackend));
    } catch (PersistenceException e) {
      throw new StoreException(
          "The writer's role could not be taken: " + SqlFaults.sentence(e), true);
    }
  }

  private WriterSession session() {
    WriterSession ready = standby;
    standby = null;
    if (ready != null && ready.isAlive()) {
      return ready;
    }
    if (ready != null) {
      ready.abandon();
    }
    return database.call(db -> WriterSession.open(db, sessions, instance));
  }

  private BatchWriter activate(WriterSession session) {
    WriterMapper.WriterRow row;
    try {
      row = session.load();
    } catch (PersistenceException e) {
      session.abandon();
      throw e;
    }
    Numbers numbers = given == null ? row.numbers() : row.numbers().notBelow(given);
    BatchWriter writer = new BatchWriter(session, row.writer(), numbers, this::reopen, clock);
    active = writer;
    lostBackend = 0;
    position = writer.position();
    LOG.info("Writer {} of {} stands at {}", row.writer(), instance, numbers.position());
    return writer;
  }

  /// A session in place of a lost one.
  private WriterSession reopen(WriterSession lost) {
    lost.abandon();
    WriterSession next = database.call(db -> WriterSession.open(db, sessions, instance));
    return next.locked(lost.backend());
  }

  private void after(BatchWriter writer) {
    given = writer.given();
    position = writer.position();
    if (writer.isLost()) {
      lostBackend = writer.session().backend();
      writer.session().abandon();
      active = null;
      position = null;
    }
    if (writer.isSuperseded()) {
      wanted = false;
      LOG.error("Another writer of {} has written; this one stops", instance);
    }
  }

  private void close() {
    if (standby != null) {
      standby.abandon();
      standby = null;
    }
    BatchWriter writer = active;
    active = null;
    position = null;
    if (writer != null) {
      writer.close();
    }
  }
}
