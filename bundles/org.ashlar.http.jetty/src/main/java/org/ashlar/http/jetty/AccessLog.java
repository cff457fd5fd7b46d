package org.ashlar.http.jetty;

import org.ashlar.base.context.Meter;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.log.Redactor;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line for each request. Its id, link and caller are put there by the log itself, from the
/// context in which the line is written.
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("org.ashlar.access");
  private static final int MAX_TARGET = 2_048;

  /// What became of a request.
  ///
  /// @param address the client
  /// @param status what was answered, 499 when the client had gone before
  /// @param bytesIn bytes of the body that were read
  /// @param bytesOut bytes of the answer's body
  /// @param whole whether all was sent
  /// @param answered when the answer was ready, a value of [System#nanoTime]
  record Result(
      String address, int status, long bytesIn, long bytesOut, boolean whole, long answered) {}

  /// Writes the line of a request that has ended; called in its context.
  void processed(Request request, Result result) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    long now = System.nanoTime();
    Meter meter = RequestContext.current().meter();
    StringBuilder line = new StringBuilder(192);
    line.append(result.address).append(" Processed request: ").append(result.status);
    line.append(result.whole ? " \"" : "! \"");
    target(request, line);
    line.append("\" in ").append(result.bytesIn).append(" B out ").append(result.bytesOut);
    line.append(" B in ");
    millis(now - request.getBeginNanoTime(), line);
    line.append(" ms (send ");
    millis(now - result.answered, line);
    more(meter, Meter.Charge.PARKED, " parked ", line);
    more(meter, Meter.Charge.DATABASE_TIME, " db ", line);
    more(meter, Meter.Charge.CONNECTION_WAIT, " db-wait ", line);
    line.append(')');
    LOG.info(line.toString());
  }

  /// Writes the line of what never became a request.
  void refused(Request request, int status, int bytesOut) {
    if (LOG.isInfoEnabled()) {
      StringBuilder line = new StringBuilder(160);
      line.append(Request.getRemoteAddr(request)).append(" Processed request: ").append(status);
      line.append(" \"");
      target(request, line);
      LOG.info(line.append("\" refused, out ").append(bytesOut).append(" B").toString());
    }
  }

  private static void more(Meter meter, Meter.Charge charge, String name, StringBuilder line) {
    long nanos = meter.get(charge);
    if (nanos > 0) {
      line.append(name);
      millis(nanos, line);
    }
  }

  /// Three digits behind the point, without a formatter.
  private static void millis(long nanos, StringBuilder line) {
    long micros = nanos / 1_000;
    long part = micros % 1_000;
    line.append(micros / 1_000).append(part < 10 ? ".00" : part < 100 ? ".0" : ".").append(part);
  }

  private static void target(Request request, StringBuilder line) {
    HttpURI uri = request.getHttpURI();
    line.append(request.getMethod()).append(' ');
    clean(uri.getPath(), line);
    String query = uri.getQuery();
    if (query != null) {
      line.append('?');
      clean(redact(query), line);
    }
    line.append(' ').append(request.getConnectionMetaData().getHttpVersion().asString());
  }

  private static void clean(@Nullable String text, StringBuilder line) {
    if (text == null) {
      return;
    }
    int length = Math.min(text.length(), MAX_TARGET);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      line.append(c <= ' ' || c == '"' || c == 0x7f ? '?' : c);
    }
    if (length < text.length()) {
      line.append("...");
    }
  }

  /// Takes the values of secret parameters out, however their names are encoded.
  static String redact(String query) {
    StringBuilder result = null;
    int start = 0;
    while (start < query.length()) {
      int and = query.indexOf('&', start);
      int end = and < 0 ? query.length() : and;
      int equals = query.indexOf('=', start);
      boolean secret =
          equals > 0 && equals < end && Redactor.isSecret(query.substring(start, equals));
      if (secret && result == null) {
        result = new StringBuilder(query.length()).append(query, 0, start);
      }
      if (result != null) {
        result.append(query, start, secret ? equals + 1 : end);
        result.append(secret ? "<redacted>" : "").append(and < 0 ? "" : "&");
      }
      start = end + 1;
    }
    return result == null ? query : result.toString();
  }
}
