package org.ashlar.http.jetty;

import org.ashlar.base.context.Meter;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.log.Redactor;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line for each request, see [AccessLine]. Its id, link and caller are put there by the log
/// itself, from the context in which the line is written. Those of OPTIONS are for debugging.
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("org.ashlar.access");

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
    boolean info = !HttpMethod.OPTIONS.is(request.getMethod());
    if (info ? LOG.isInfoEnabled() : LOG.isDebugEnabled()) {
      long now = System.nanoTime();
      Meter meter = RequestContext.current().meter();
      write(info, AccessLine.processed(asked(request), result, meter, now));
    }
  }

  /// Writes the line of what never became a request.
  void refused(Request request, int status, int bytesOut) {
    if (LOG.isInfoEnabled()) {
      String address = Request.getRemoteAddr(request);
      write(true, AccessLine.refused(address, asked(request), status, bytesOut));
    }
  }

  private static AccessLine.Asked asked(Request request) {
    HttpURI uri = request.getHttpURI();
    return new AccessLine.Asked(
        request.getMethod(),
        uri.getPath(),
        uri.getQuery(),
        request.getConnectionMetaData().getHttpVersion().asString(),
        request.getHeaders().get(HttpHeader.USER_AGENT),
        request.getBeginNanoTime());
  }

  private static void write(boolean info, String line) {
    if (info) {
      LOG.info(line);
    } else {
      LOG.debug(line);
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
