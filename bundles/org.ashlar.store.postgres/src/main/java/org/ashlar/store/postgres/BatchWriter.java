package org.ashlar.store.postgres;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.ibatis.exceptions.PersistenceException;
import org.ashlar.base.error.MatrixException;
import org.ashlar.store.Position;
import org.ashlar.store.sql.StatementMeter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes batches on a session that holds the writer's lock. What fails is isolated, a lost session
/// is replaced. The numbers in memory move only when a commit is known. One thread at a time.
final class BatchWriter {
  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);
  private static final String IN_DOUBT =
      "the database went away; whether this was stored is unknown";
  private static final Duration RECONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration RECONNECT_PAUSE = Duration.ofMillis(50);

  private static final int ATTEMPTS = 5;

  private final int writer;
  private final UnaryOperator<WriterSession> reopen;
  private final Clock clock;
  private WriterSession session;
  private Numbers numbers;
  private boolean lost;
  private boolean superseded;
  private boolean interrupted;

  /// @param reopen makes a session in place of a lost one
  BatchWriter(
      WriterSession session,
      int writer,
      Numbers numbers,
      UnaryOperator<WriterSession> reopen,
      Clock clock) {
    this.session = session;
    this.writer = writer;
    this.numbers = numbers;
    this.reopen = reopen;
    this.clock = clock;
  }

  /// Gives every entry its result. An interrupt, which may cost the session, does not keep a batch
  /// from coming to its end; the thread stays interrupted.
  void write(List<Entry> entries) {
    interrupted = Thread.interrupted();
    Entry.admit(entries);
    store(open(entries));
    Entry.failFollowers(entries);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  Position position() {
    return new Position(writer, numbers.position());
  }

  /// The last numbers given, durable or void.
  Numbers given() {
    return numbers;
  }

  WriterSession session() {
    return session;
  }

  /// Whether the database was away for too long.
  boolean isLost() {
    return lost || superseded;
  }

  /// Whether someone else has written in our name.
  boolean isSuperseded() {
    return superseded;
  }

  /// Keeps void numbers from being given again and ends the session.
  void close() {
    try {
      session.keepNumbers(writer, numbers);
    } catch (PersistenceException e) {
      LOG.warn("The writer's last numbers were not kept: {}", SqlFaults.sentence(e));
    }
    session.close();
  }

  private static List<Entry> open(List<Entry> entries) {
    Entry.failFollowers(entries);
    return entries.stream().filter(Entry::isOpen).toList();
  }

  private void store(List<Entry> entries) {
    if (lost || superseded) {
      entries.forEach(entry -> entry.fail("the database is away", true));
      return;
    }
    Batch batch = new Batch(writer, numbers);
    entries.forEach(batch::add);
    if (batch.isEmpty()) {
      return;
    }
    BatchRows rows = batch.rows(clock.millis());
    try {
      send(batch, rows);
    } catch (PersistenceException e) {
      isolate(batch, rows, e);
    }
  }

  /// Sends a batch until it is known to be stored or refused, or the database is away for too long.
  /// Each time that it costs the session, the database may have had to recover, as on a full disk:
  /// it is not sent again and again.
  ///
  /// @throws PersistenceException when it was refused, or costs every session
  private void send(Batch batch, BatchRows rows) {
    boolean doubt = false;
    int attempts = 0;
    int losses = 0;
    PersistenceException fault = null;
    StatementMeter meter = new StatementMeter();
    while (!superseded && losses < 2 * ATTEMPTS) {
      try {
        if (!doubt) {
          meter.again();
          session.write(rows, meter);
          committed(batch);
          return;
        }
        if (isCommitted()) {
          committed(batch);
          return;
        }
        doubt = false;
        if (fault != null && losses >= ATTEMPTS) {
          break;
        }
      } catch (PersistenceException e) {
        if (isConflict(e) && ++attempts < ATTEMPTS) {
          continue;
        }
        if (!isBroken(e)) {
          throw e;
        }
        doubt = true;
        fault = e;
        losses++;
        if (!reconnect()) {
          break;
        }
      }
    }
    if (fault != null && !doubt && !superseded) {
      throw fault;
    }
    numbers = numbers.notBelow(batch.given());
    batch.entries().forEach(entry -> entry.fail(IN_DOUBT, false));
  }

  /// A deadlock or a failed serialization: the session lives, nothing of the batch was kept, and it
  /// may pass now.
  private static boolean isConflict(PersistenceException fault) {
    SQLException error = SqlFaults.cause(fault);
    return error != null && SqlFaults.isConflict(error);
  }

  private boolean isBroken(PersistenceException fault) {
    interrupted |= Thread.interrupted();
    SQLException error = SqlFaults.cause(fault);
    return (error != null && SqlFaults.isBroken(error)) || !session.isAlive();
  }

  private void committed(Batch batch) {
    numbers = batch.after();
    batch.settle();
    StatementMeter.eventsWritten(batch.events());
  }

  /// Asks the database whether the batch in doubt was committed. The lost session can not commit
  /// any more, as ours holds its lock.
  private boolean isCommitted() {
    long durable = session.load().commits();
    superseded = durable < numbers.commit() || durable > numbers.commit() + 1;
    return durable == numbers.commit() + 1;
  }

  private boolean reconnect() {
    long end = System.nanoTime() + RECONNECT_LIMIT.toNanos();
    LOG.warn("The writer lost its session and opens another one");
    while (System.nanoTime() < end) {
      interrupted |= Thread.interrupted();
      try {
        session = reopen.apply(session);
        return true;
      } catch (PersistenceException | MatrixException e) {
        LOG.debug("No session yet", e);
      }
      try {
        Thread.sleep(RECONNECT_PAUSE);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    lost = true;
    LOG.error("The database has been away for {} s", RECONNECT_LIMIT.toSeconds());
    return false;
  }

  /// Finds what made a batch fail and stores the rest: by asking, else by halves.
  private void isolate(Batch batch, BatchRows rows, PersistenceException fault) {
    List<Entry> entries = batch.entries();
    SQLException error = SqlFaults.cause(fault);
    checkSuperseded(error);
    boolean single =
        error != null && !superseded && !SqlFaults.isGeneral(error) && !SqlFaults.isBroken(error);
    if (single) {
      findConflicts(entries, rows);
    }
    numbers = numbers.notBelow(batch.given());
    batch.revoke();
    if (!single || error == null) {
      LOG.error("A batch of {} failed: {}", entries.size(), SqlFaults.sentence(fault));
      entries.forEach(entry -> entry.fail("the database failed", true));
      return;
    }
    List<Entry> rest = open(entries);
    if (rest.size() < entries.size()) {
      store(rest);
    } else if (rest.size() == 1) {
      LOG.warn("An append was refused: {}", SqlFaults.sentence(fault));
      rest.getFirst()
          .fail("the database refused it: " + error.getSQLState(), SqlFaults.isPassing(error));
    } else {
      store(rest.subList(0, rest.size() / 2));
      Entry.failFollowers(rest);
      store(rest.subList(rest.size() / 2, rest.size()).stream().filter(Entry::isOpen).toList());
    }
  }

  private void checkSuperseded(@Nullable SQLException error) {
    if (error != null && WriterMapper.REFUSED.equals(error.getSQLState())) {
      try {
        superseded = session.load().commits() != numbers.commit();
      } catch (PersistenceException e) {
        LOG.warn("The writer's numbers were not found: {}", SqlFaults.sentence(e));
      }
    }
  }

  private void findConflicts(List<Entry> entries, BatchRows rows) {
    try {
      Conflicts.find(session.conflicts(), entries, rows);
    } catch (PersistenceException e) {
      LOG.warn("The cause of a failure was not found: {}", SqlFaults.sentence(e));
    }
  }
}
