package org.ashlar.http.jetty;

import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.Attributes;
import org.jspecify.annotations.Nullable;

/// What is known of an HTTP/1 connection besides its request.
final class Peer {
  private static final String NAME = Peer.class.getName();

  private volatile boolean busy;

  /// Requests that had begun when the count of bytes was taken, -1 when none was.
  private long messages = -1;

  private long bytes;
  private long since;

  static Peer of(Attributes connection) {
    Peer peer = (Peer) connection.getAttribute(NAME);
    if (peer == null) {
      peer = new Peer();
      connection.setAttribute(NAME, peer);
    }
    return peer;
  }

  /// Says whether a request of the connection is being answered.
  void busy(boolean value) {
    busy = value;
  }

  /// How long ago, at least, a request has begun to come whose headers are not whole.
  ///
  /// @param connection the connection
  /// @param now a value of [System#nanoTime]
  /// @return nanoseconds, 0 when nothing has come
  long overdue(ConnectionMetaData connection, long now) {
    if (busy) {
      messages = -1;
      return 0;
    }
    long begun = connection.getConnection().getMessagesIn();
    long read = connection.getConnection().getBytesIn();
    if (messages != begun) {
      messages = begun;
      bytes = begun == 0 ? 0 : read;
      since = 0;
    }
    if (read > bytes && since == 0) {
      since = now;
    }
    return since == 0 ? 0 : now - since;
  }

  /// The HTTP/1 connection at an end point's top, null when it is another or none yet.
  static @Nullable ConnectionMetaData http1(@Nullable Object connection) {
    return connection instanceof ConnectionMetaData http && http.getHttpVersion().getVersion() < 20
        ? http
        : null;
  }
}
