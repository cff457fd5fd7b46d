package org.ashlar.database.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/// Opens sessions, each one anew. Immutable; any thread.
public final class Sessions extends PlainDataSource {
  private static final int CONNECT_SECONDS = 10;

  private final ServerAddress address;
  private final Credentials credentials;
  private final String application;
  private final String options;

  /// Sessions without a statement time-out.
  ///
  /// @param address where the server is
  /// @param credentials who opens the session
  public Sessions(ServerAddress address, Credentials credentials) {
    this(address, credentials, "ashlar", "");
  }

  private Sessions(
      ServerAddress address, Credentials credentials, String application, String options) {
    this.address = address;
    this.credentials = credentials;
    this.application = application;
    this.options = options;
  }

  /// The same under another name in `pg_stat_activity`.
  ///
  /// @param role what the sessions are for
  /// @return sessions named `ashlar/role`
  public Sessions named(String role) {
    return new Sessions(address, credentials, "ashlar/" + role, options);
  }

  /// The same for someone else.
  ///
  /// @param other who opens the session
  /// @return sessions of that role
  public Sessions as(Credentials other) {
    return new Sessions(address, other, application, options);
  }

  /// The same in another database of a local server.
  ///
  /// @param database its name
  /// @return sessions in it; those of a remote server stay where the URL says
  public Sessions in(String database) {
    return switch (address) {
      case ServerAddress.Local(var socket, var _) ->
          new Sessions(
              new ServerAddress.Local(socket, database), credentials, application, options);
      case ServerAddress.Remote _ -> this;
    };
  }

  /// The same with a limit to the time of each statement.
  ///
  /// @param limit the time, zero for none
  /// @return sessions with that limit
  public Sessions limited(Duration limit) {
    return new Sessions(
        address, credentials, application, "-c statement_timeout=" + limit.toMillis());
  }

  @Override
  public Connection getConnection() throws SQLException {
    PGSimpleDataSource source = source();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // The driver finds the socket factory through the context loader when it is in another bundle.
    thread.setContextClassLoader(Sessions.class.getClassLoader());
    try {
      String password = credentials.password();
      return source.getConnection(credentials.user(), password.isEmpty() ? null : password);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private PGSimpleDataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    switch (address) {
      case ServerAddress.Local(var socket, var database) -> {
        source.setServerNames(new String[] {"localhost"});
        source.setDatabaseName(database);
        source.setSocketFactory(UnixSocketFactory.class.getName());
        source.setSocketFactoryArg(socket.toString());
        source.setSslMode("disable");
        source.setGssEncMode("disable");
      }
      case ServerAddress.Remote(var url) -> {
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setUrl(url);
      }
    }
    source.setApplicationName(application);
    source.setAssumeMinServerVersion("13");
    if (!options.isEmpty()) {
      String given = source.getOptions();
      source.setOptions(given == null || given.isEmpty() ? options : given + " " + options);
    }
    return source;
  }
}
