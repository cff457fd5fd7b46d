package org.ashlar.database.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/// Opens sessions, each one anew. Immutable; any thread.
public final class Sessions extends PlainDataSource {
  private static final int CONNECT_SECONDS = 10;
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ServerAddress address;
  private final Credentials credentials;
  private final String application;
  private final Limits limits;

  /// What sessions are told, and what is kept on this side.
  ///
  /// @param options of the session, for the server
  /// @param silence longest wait for any answer of the server, zero for ever
  private record Limits(String options, Duration silence) {}

  /// Sessions without a statement time-out.
  ///
  /// @param address where the server is
  /// @param credentials who opens the session
  public Sessions(ServerAddress address, Credentials credentials) {
    this(address, credentials, "ashlar", new Limits("", Duration.ZERO));
  }

  private Sessions(
      ServerAddress address, Credentials credentials, String application, Limits limits) {
    this.address = address;
    this.credentials = credentials;
    this.application = application;
    this.limits = limits;
  }

  /// The same under another name in `pg_stat_activity`.
  ///
  /// @param role what the sessions are for
  /// @return sessions named `ashlar/role`
  public Sessions named(String role) {
    return new Sessions(address, credentials, "ashlar/" + role, limits);
  }

  /// The same for someone else.
  ///
  /// @param other who opens the session
  /// @return sessions of that role
  public Sessions as(Credentials other) {
    return new Sessions(address, other, application, limits);
  }

  /// The same in another database of a local server.
  ///
  /// @param database its name
  /// @return sessions in it; those of a remote server stay where the URL says
  public Sessions in(String database) {
    return switch (address) {
      case ServerAddress.Local(var socket, var _) ->
          new Sessions(new ServerAddress.Local(socket, database), credentials, application, limits);
      case ServerAddress.Remote _ -> this;
    };
  }

  /// The same with a limit to the time of each statement. The server keeps it; when the server
  /// itself is silent, the session ends 5 s later.
  ///
  /// @param limit the time, zero for none
  /// @return sessions with that limit
  public Sessions limited(Duration limit) {
    String options = "-c statement_timeout=" + limit.toMillis();
    Duration silence = limit.isZero() ? limit : limit.plus(GRACE);
    return new Sessions(address, credentials, application, new Limits(options, silence));
  }

  /// The same with an end when the server is silent, and no limit that the server keeps.
  ///
  /// @param limit longest wait for an answer
  /// @return sessions with that limit
  public Sessions answering(Duration limit) {
    return new Sessions(address, credentials, application, new Limits(limits.options, limit));
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
    if (!limits.silence.isZero()) {
      source.setSocketTimeout(Math.toIntExact(limits.silence.toSeconds()));
    }
    if (!limits.options.isEmpty()) {
      String given = source.getOptions();
      source.setOptions(
          given == null || given.isEmpty() ? limits.options : given + " " + limits.options);
    }
    return source;
  }
}
