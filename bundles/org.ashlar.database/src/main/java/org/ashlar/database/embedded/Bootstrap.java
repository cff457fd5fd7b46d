package org.ashlar.database.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.ashlar.database.pool.Credentials;
import org.ashlar.database.pool.DatabaseUnavailableException;
import org.ashlar.database.pool.ServerAddress;
import org.ashlar.database.pool.Sessions;

/// The role and the database that the server uses, which is not the superuser's.
final class Bootstrap {
  static final String NAME = "ashlar";
  private static final String SUPERUSER = "postgres";

  private final Path socket;
  private final String password;

  Bootstrap(Path socket, String password) {
    this.socket = socket;
    this.password = password;
  }

  Sessions sessions() {
    return new Sessions(new ServerAddress.Local(socket, NAME), new Credentials(NAME, password));
  }

  Sessions superuser(String database) {
    return new Sessions(
        new ServerAddress.Local(socket, database), new Credentials(SUPERUSER, password));
  }

  /// Makes role and database when they are missing; after a crash half-way it finishes the work.
  ///
  /// @return false when the password is not the one that the database knows
  boolean ensure() {
    try (Connection connection = sessions().getConnection()) {
      return connection.isValid(0);
    } catch (SQLException e) {
      return make();
    }
  }

  private boolean make() {
    try (Connection connection = superuser(SUPERUSER).getConnection();
        Statement statement = connection.createStatement()) {
      if (!exists(statement, "select 1 from pg_roles where rolname = '" + NAME + "'")) {
        statement.execute("create role " + NAME);
      }
      statement.execute("alter role " + NAME + " login password '" + password + "'");
      statement.execute("grant pg_monitor, pg_signal_backend to " + NAME);
      if (!exists(statement, "select 1 from pg_database where datname = '" + NAME + "'")) {
        statement.execute("create database " + NAME + " owner " + NAME);
      }
      return true;
    } catch (SQLException e) {
      if ("28P01".equals(e.getSQLState())) {
        return false;
      }
      throw new DatabaseUnavailableException(
          "The database does not accept its own server: " + e.getMessage(), e);
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }

  /// Ends the sessions of a predecessor that was killed, so that none of its transactions commits
  /// from now on.
  void fence() {
    try (Connection connection = superuser(SUPERUSER).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
              + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(
          "The sessions of the former server could not be ended: " + e.getMessage(), e);
    }
  }
}
