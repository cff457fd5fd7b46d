package org.ashlar.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Notices that the client of an HTTP/1 request that waits has gone. Jetty itself does not read
/// from a connection while its request is being answered; this reads one byte at most.
///
/// If the client has sent its next request already, the byte is handed to the connection, and the
/// client is no longer watched for this wait.
final class Disconnect implements Callback {
  private static final CancellationException OVER = new CancellationException("the wait is over");

  private final AbstractEndPoint endPoint;
  private final Exchange exchange;
  private boolean over;

  private Disconnect(AbstractEndPoint endPoint, Exchange exchange) {
    this.endPoint = endPoint;
    this.exchange = exchange;
  }

  /// Watches the client of a request whose body has been read to its end.
  ///
  /// @return null when it can not be watched this way
  static @Nullable Disconnect watch(Request request, Exchange exchange) {
    Connection connection = request.getConnectionMetaData().getConnection();
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2
        || !(connection instanceof Connection.UpgradeTo)
        || !(connection.getEndPoint() instanceof AbstractEndPoint endPoint)) {
      return null;
    }
    Disconnect disconnect = new Disconnect(endPoint, exchange);
    return endPoint.tryFillInterested(disconnect) ? disconnect : null;
  }

  /// Ends the watch; afterwards the connection may read again.
  synchronized void end() {
    over = true;
    endPoint.getFillInterest().onFail(OVER);
  }

  @Override
  public void succeeded() {
    if (hasGone()) {
      exchange.gone();
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (cause != OVER) {
      exchange.gone();
    }
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  private synchronized boolean hasGone() {
    if (over) {
      return false;
    }
    ByteBuffer next = ByteBuffer.allocate(1).flip();
    try {
      int filled = endPoint.fill(next);
      if (filled == 0) {
        endPoint.tryFillInterested(this);
      } else if (filled > 0
          && endPoint.getConnection() instanceof Connection.UpgradeTo connection) {
        connection.onUpgradeTo(next);
      }
      return filled < 0;
    } catch (IOException | RuntimeException e) {
      return true;
    }
  }
}
