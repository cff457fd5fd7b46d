package org.ashlar.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.StatementMeter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The writer's own session with the database. It holds the lock that makes it the only one of its
/// instance, as long as it lasts. One thread at a time.
final class WriterSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriterSession.class);

  private final MeteredExecutor executor;
  private final SqlSession session;
  private final WriterMapper mapper;
  private final ConflictMapper conflicts;
  private final long key;
  private final String instance;
  private final int backend;

  private WriterSession(MeteredExecutor executor, SqlSession session, String instance) {
    this.executor = executor;
    this.session = session;
    this.instance = instance;
    this.key = Hash64.of("ashlar/writer", instance);
    this.mapper = session.getMapper(WriterMapper.class);
    this.conflicts = session.getMapper(ConflictMapper.class);
    mapper.prepareSession();
    this.backend = mapper.backend();
  }

  /// Opens a session without the lock.
  ///
  /// @throws PersistenceException when there is no database
  static WriterSession open(Database database, SessionFactory sessions, String instance) {
    Connection connection = connect(database);
    MeteredExecutor executor =
        sessions.executor(connection, ExecutorType.REUSE, new StatementMeter());
    SqlSession session = sessions.session(executor, true);
    try {
      return new WriterSession(executor, session, instance);
    } catch (PersistenceException e) {
      session.close();
      throw e;
    }
  }

  /// Waits up to 2 s for the lock. Ends this session when it does not get it.
  ///
  /// @param lost the backend of an earlier session of ours, which is ended first; 0 for none
  /// @throws PersistenceException when another session holds the lock
  WriterSession locked(int lost) {
    try {
      if (lost != 0) {
        mapper.terminate(lost);
      }
      mapper.lock(key);
      return this;
    } catch (PersistenceException e) {
      abandon();
      throw e;
    }
  }

  /// The writer as the database knows it, made known if it is new.
  WriterMapper.WriterRow load() {
    WriterMapper.WriterRow row = mapper.writer(instance);
    if (row == null) {
      mapper.register(instance);
      row = mapper.writer(instance);
    }
    if (row == null) {
      throw new PersistenceException("the writer could not be registered");
    }
    return row;
  }

  /// Stores a batch in one round trip, whole or not at all.
  ///
  /// @param meter measures all attempts at the batch
  void write(BatchRows rows, StatementMeter meter) {
    StatementMeter own = executor.use(meter);
    try {
      write(rows);
    } finally {
      executor.use(own);
    }
  }

  private void write(BatchRows rows) {
    if (rows.isPlain()) {
      mapper.plain(rows);
    } else if (!rows.partial().isEmpty()) {
      mapper.partial(rows);
    } else if (!rows.graph().isEmpty()) {
      mapper.graph(rows);
    } else if (rows.redactions().isEmpty()) {
      mapper.full(rows);
    } else {
      mapper.redacting(rows);
    }
  }

  void keepNumbers(int writer, Numbers numbers) {
    mapper.keepNumbers(writer, numbers);
  }

  ConflictMapper conflicts() {
    return conflicts;
  }

  int backend() {
    return backend;
  }

  /// Asks the database whether the session lives.
  boolean isAlive() {
    try {
      mapper.backend();
      return true;
    } catch (PersistenceException e) {
      return false;
    }
  }

  /// Gives up the lock and ends the session.
  @Override
  public void close() {
    try {
      mapper.unlock(key);
    } catch (PersistenceException e) {
      LOG.debug("The writer's session had ended already", e);
    }
    abandon();
  }

  /// Ends a session that is lost.
  void abandon() {
    try {
      session.close();
    } catch (PersistenceException e) {
      LOG.debug("The writer's session could not be closed", e);
    }
  }

  private static Connection connect(Database database) {
    try {
      return database.open("writer");
    } catch (SQLException e) {
      throw new PersistenceException("no session for the writer", e);
    }
  }
}
