package org.ashlar.http.jetty;

import org.ashlar.base.context.Meter;

/// Makes access lines for the bench of what metering costs.
public final class AccessLines {
  private static final AccessLog.Result RESULT =
      new AccessLog.Result("127.0.0.1", 200, 60, 60, true, 0);

  private AccessLines() {}

  /// The line of a send.
  public static String ofSend(Meter meter, long began) {
    return AccessLine.processed(
        new AccessLine.Asked(
            "PUT",
            "/_matrix/client/v3/rooms/!abcdefghijklmnopqr:example.org/send/m.room.message/t1234",
            null,
            "HTTP/1.1",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Element/1.11.80",
            began),
        RESULT,
        meter,
        System.nanoTime());
  }
}
