package org.ashlar.http.jetty;

import org.ashlar.base.context.Meter;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.log.Redactor;
import org.jspecify.annotations.Nullable;

/// What the access log says about a request: the fields are described in `docs/logging.md`, and
/// those that are zero are left out. Times are in milliseconds. What the client sent comes last,
/// without characters that could look like something else, and bounded. Not thread-safe.
final class AccessLine {
  private static final int MAX_TARGET = 2_048;
  private static final int MAX_AGENT = 200;

  private final StringBuilder line = new StringBuilder(320);

  private AccessLine() {}

  /// What a client asked for.
  ///
  /// @param began when the first byte came, a value of [System#nanoTime]
  record Asked(
      String method,
      @Nullable String path,
      @Nullable String query,
      String protocol,
      @Nullable String agent,
      long began) {}

  /// The line of a request that has ended.
  ///
  /// @param now the time of its end, a value of [System#nanoTime]
  static String processed(Asked asked, AccessLog.Result result, Meter meter, long now) {
    AccessLine made = new AccessLine();
    made.line.append(result.address()).append(" Processed request: ");
    made.millis(now - asked.began);
    made.time(" send=", now - result.answered());
    made.waits(meter);
    made.work(meter);
    made.number(" in=", result.bytesIn(), "B");
    made.number(" out=", result.bytesOut(), "B");
    made.line.append(' ').append(result.status()).append(result.whole() ? " " : "! ");
    made.asked(asked);
    return made.line.toString();
  }

  /// The line of what never became a request.
  static String refused(String address, Asked asked, int status, int bytesOut) {
    AccessLine made = new AccessLine();
    made.line.append(address).append(" Processed request: refused");
    made.number(" out=", bytesOut, "B");
    made.line.append(' ').append(status).append(' ');
    made.asked(asked);
    return made.line.toString();
  }

  private void waits(Meter meter) {
    time(" parked=", meter.get(Charge.PARKED));
    time(" lane=", meter.get(Charge.LANE_WAIT));
    time(" commit=", meter.get(Charge.COMMIT_WAIT));
    time(" shared=", meter.get(Charge.SHARED_WAIT));
    time(" idle=", meter.get(Charge.IDLE));
  }

  private void work(Meter meter) {
    long statements = meter.get(Charge.STATEMENTS);
    long database = meter.get(Charge.DATABASE_TIME);
    long connections = meter.get(Charge.CONNECTION_WAIT);
    if (statements + database + connections > 0) {
      line.append(" db=");
      millis(database);
      line.append('/').append(statements).append('/');
      millis(connections);
    }
    number(" rows=", meter.get(Charge.ROWS), "");
    long read = meter.get(Charge.EVENTS_READ);
    long written = meter.get(Charge.EVENTS_WRITTEN);
    if (read + written > 0) {
      line.append(" events=").append(read).append('/').append(written);
    }
    time(" ext=", meter.get(Charge.EXTENSIONS));
    time(" cpu=", meter.get(Charge.CPU));
  }

  private void time(String name, long nanos) {
    if (nanos > 0) {
      line.append(name);
      millis(nanos);
    }
  }

  private void number(String name, long value, String unit) {
    if (value > 0) {
      line.append(name).append(value).append(unit);
    }
  }

  /// Three digits behind the point, without a formatter.
  private void millis(long nanos) {
    long micros = Math.max(0, nanos) / 1_000;
    long part = micros % 1_000;
    line.append(micros / 1_000).append(part < 10 ? ".00" : part < 100 ? ".0" : ".").append(part);
  }

  private void asked(Asked asked) {
    line.append('"').append(asked.method).append(' ');
    clean(asked.path, MAX_TARGET, '?');
    if (asked.query != null) {
      line.append('?');
      clean(AccessLog.redact(asked.query), MAX_TARGET, '?');
    }
    line.append(' ').append(asked.protocol).append("\" \"");
    clean(asked.agent, MAX_AGENT, ' ');
    line.append('"');
  }

  /// Secrets are looked for first, while their quotes are still there.
  ///
  /// @param blank stands for a space
  private void clean(@Nullable String text, int most, char blank) {
    if (text == null) {
      return;
    }
    String shown = Redactor.redact(text);
    int length = Math.min(shown.length(), most);
    for (int i = 0; i < length; i++) {
      char c = shown.charAt(i);
      boolean plain = c > ' ' && c != '"' && c < 0x7f;
      line.append(plain ? c : c == ' ' ? blank : '?');
    }
    if (length < shown.length()) {
      line.append("...");
    }
  }
}
