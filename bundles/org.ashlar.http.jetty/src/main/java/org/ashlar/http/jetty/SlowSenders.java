package org.ashlar.http.jetty;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.http.Reply;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.Callback;

/// Ends connections whose request line and headers, or whose TLS handshake, come byte by byte: each
/// byte puts Jetty's idle time-out off.
final class SlowSenders {
  private static final byte[] ANSWER = answer();

  private SlowSenders() {}

  /// Looks at all connections of a listener.
  ///
  /// @param endPoints what is connected
  /// @param limit nanoseconds that a request may take to come
  static void sweep(Collection<EndPoint> endPoints, long limit) {
    long now = System.nanoTime();
    for (EndPoint endPoint : endPoints) {
      Connection connection = endPoint.getConnection();
      if (connection instanceof SslConnection tls) {
        sweepTls(tls, now, limit);
      } else {
        sweep(endPoint, now, limit);
      }
    }
  }

  private static void sweepTls(SslConnection tls, long now, long limit) {
    EndPoint inner = tls.getSslEndPoint();
    if (inner.getConnection() instanceof ConnectionMetaData) {
      sweep(inner, now, limit);
    } else if (System.currentTimeMillis() - tls.getCreatedTimeStamp() > limit / 1_000_000) {
      tls.getEndPoint().close();
    }
  }

  private static void sweep(EndPoint endPoint, long now, long limit) {
    ConnectionMetaData http = Peer.http1(endPoint.getConnection());
    if (http != null && Peer.of(http).overdue(http, now) > limit) {
      endPoint.write(
          Callback.from(endPoint::close, failure -> endPoint.close(failure)),
          ByteBuffer.wrap(ANSWER));
    }
  }

  private static byte[] answer() {
    Reply reply = JsonErrors.reply(408, ErrorCode.UNKNOWN, "The request came too slowly.");
    String head =
        "HTTP/1.1 408 Request Timeout\r\nAccess-Control-Allow-Origin: *\r\n"
            + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
            + reply.body().length
            + "\r\n\r\n";
    return (head + new String(reply.body(), StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }
}
