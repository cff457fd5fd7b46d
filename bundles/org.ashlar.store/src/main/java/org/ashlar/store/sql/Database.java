package org.ashlar.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.osgi.annotation.versioning.ProviderType;

/// The PostgreSQL database of this server. Registered as a service only while it answers: whoever
/// gets it may use it at once. All methods may be called from any thread, virtual ones included.
///
/// The text encoding is UTF-8. The server is PostgreSQL 13 or newer, reached by direct sessions, so
/// session advisory locks hold until the session ends.
@ProviderType
public interface Database {

  /// The shared pool. A connection taken from it is in auto-commit mode, at isolation level read
  /// committed, and goes back to the pool when it is closed. Taking one waits while all are in use,
  /// at most the configured `connection_timeout` (default 10 s), and also while the database
  /// restarts; then it throws `java.sql.SQLTransientConnectionException`. The wait is charged to
  /// the current request.
  ///
  /// The pool lives as long as this service; do not keep it longer.
  ///
  /// @return the pool, the same at each call
  DataSource pool();

  /// Opens a session outside the pool, for an owner that needs one of its own over a long time,
  /// such as the writer that holds an advisory lock. The caller closes it; it is not replaced when
  /// it breaks, and neither the pool's statement time-out nor any other time-out applies to it.
  ///
  /// At most four such sessions should be open at a time in a server; they are not counted in the
  /// pool's size.
  ///
  /// @param role short name for what the session does (letters, digits, `-`), shown in
  ///   `pg_stat_activity` as `ashlar/role`
  /// @return a session in auto-commit mode
  /// @throws SQLException when the database does not accept the session
  Connection open(String role) throws SQLException;

  /// Brings the tables of one owner up to its newest migration, in order, each file in a
  /// transaction of its own unless it says otherwise (see [Migration]). Migrations that have been
  /// applied already are checked and skipped. Returns when all are applied. Only one server
  /// migrates at a time; others wait for it, at most one minute.
  ///
  /// Migrations that the database has and the list has not are accepted when they come after the
  /// newest one of the list: an older version of a bundle runs on the tables of its successor.
  ///
  /// @param owner symbolic name of the bundle that owns the tables
  /// @param migrations all migrations of the owner, numbered from 1 without a gap
  /// @throws MigrationException when a file was changed after it had been applied, a number is
  ///   missing or doubled, or a statement fails; its message is a sentence for the operator
  void migrate(String owner, List<Migration> migrations);
}
