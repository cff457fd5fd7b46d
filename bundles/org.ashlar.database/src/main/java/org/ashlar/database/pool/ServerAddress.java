package org.ashlar.database.pool;

import java.nio.file.Path;

/// Where a PostgreSQL is found.
public sealed interface ServerAddress {

  /// A server of our own behind a Unix socket.
  ///
  /// @param socket file name of the socket
  /// @param database name of the database
  record Local(Path socket, String database) implements ServerAddress {}

  /// A server that someone else runs.
  ///
  /// @param url JDBC URL, which names host, port, database and driver settings
  record Remote(String url) implements ServerAddress {}
}
