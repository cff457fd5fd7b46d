package org.ashlar.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Locale;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.RequestContext.Kind;
import org.ashlar.base.context.Span;
import org.ashlar.http.jetty.AccessLines;
import org.ashlar.room.core.MeteredSends;
import org.ashlar.store.sql.StatementMeter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What contexts, metering and the access line cost of a send, in CPU time of the process. Blocks
/// of sends with them and without them take turns, so that what else the machine does hits both.
/// Here a send is the lane and the writer on a store in memory; HTTP and the database, which are
/// most of a real one, are not there: the share is the greatest that it can be. Prints to standard
/// error, as the access lines go to standard output.
public final class MeteringBench {
  private static final Logger ACCESS = LoggerFactory.getLogger("org.ashlar.access");
  private static final int WARM = 6;
  private static final int ROUNDS = 15;
  private static final int BLOCK = 2_000;
  private static final int ALONE = 100_000;
  private static final double MICROS = 1_000.0;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private int number;

  private MeteringBench() {}

  /// Runs it.
  public static void main(String[] arguments) {
    new MeteringBench().run();
  }

  private void run() {
    double without = 0;
    double silent = 0;
    double with = 0;
    try (MeteredSends sends = new MeteredSends()) {
      for (int round = -WARM; round < ROUNDS; round++) {
        sends.metered(false);
        double off = block(BLOCK, () -> sends.send(++number));
        sends.metered(true);
        double quiet = block(BLOCK, () -> metered(false, () -> sends.send(++number)));
        double on = block(BLOCK, () -> metered(true, () -> sends.send(++number)));
        if (round >= 0) {
          without += off / ROUNDS;
          silent += quiet / ROUNDS;
          with += on / ROUNDS;
        }
      }
    }
    print("send without", without);
    print("contexts and metering add", silent - without);
    print("the access line adds", with - silent);
    for (int round = 0; round < 3; round++) {
      print("accounting alone", block(ALONE, () -> metered(false, MeteringBench::waits)));
      print("with the line", block(ALONE, () -> metered(true, MeteringBench::waits)));
    }
  }

  /// What the connector, the store of sessions and the log do for each send.
  private void metered(boolean line, Runnable send) {
    long began = System.nanoTime();
    RequestContext context =
        RequestContext.root("PUT-" + ++number, Kind.REQUEST, Instant.MAX, null);
    context.operation("PUT /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}");
    context.meter().add(Charge.BYTES_IN, 60);
    context.run(
        () -> {
          new StatementMeter().executed("AccountMapper.session", System.nanoTime(), 1);
          RequestContext.current().identify("@alice:example.org");
          RequestContext.current().about("!abcdefghijklmnopqr:example.org");
          send.run();
        });
    context.meter().add(Charge.BYTES_OUT, 60);
    context.span().add("send", began, 1);
    if (line) {
      context.run(() -> ACCESS.info(AccessLines.ofSend(context.meter(), began)));
    }
    context.finish("200");
  }

  /// The pieces and charges of a send, without the send.
  private static void waits() {
    RequestContext context = RequestContext.current();
    for (int gate = 0; gate < 6; gate++) {
      Span piece = context.span().begin("org.ashlar.some.Api");
      piece.end();
    }
    new StatementMeter().executed("WriterMapper.plain", System.nanoTime(), 0);
    StatementMeter.eventsWritten(1);
    context.spent(Charge.COMMIT_WAIT, "commit", System.nanoTime());
  }

  /// CPU time of one in microseconds.
  private double block(int times, Runnable work) {
    long start = system.getProcessCpuTime();
    for (int i = 0; i < times; i++) {
      work.run();
    }
    return (system.getProcessCpuTime() - start) / MICROS / times;
  }

  private static void print(String what, double micros) {
    System.err.printf(Locale.ROOT, "%s: %.1f us of CPU%n", what, micros);
  }
}
