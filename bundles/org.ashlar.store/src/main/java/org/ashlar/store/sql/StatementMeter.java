package org.ashlar.store.sql;

import org.ashlar.base.context.Meter;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.metric.Counters;
import org.ashlar.base.metric.Metrics;

/// Measures the statements of one piece of work: charges them to the running context, shows each as
/// a piece of its time, and counts them in the metrics of the process, which is what all bills
/// together are held against. The wait for a connection is not part of it: the pool charges that.
/// One thread at a time.
///
/// Work that is tried again ([#again]) takes the time of all attempts, and each statement of it
/// counts once.
public final class StatementMeter {
  private static final Counters SECONDS =
      Metrics.current()
          .counter(
              "database_seconds",
              "Time in the database by statement, in seconds, without the wait for a connection.",
              "desc");
  private static final Counters STATEMENTS =
      Metrics.current()
          .counter(
              "database_transactions",
              "Statements sent to the database; one that is tried again counts once.",
              "desc");
  private static final Counters ROWS =
      Metrics.current().counter("database_rows", "Rows read, by statement.", "desc");
  private static final Counters.Counter EVENTS_READ =
      Metrics.current().counter("events_read", "Events read from the store.").with();
  private static final Counters.Counter EVENTS_PERSISTED =
      Metrics.current().counter("events_persisted", "Events written to the store.").with();

  private int sent;
  private int counted;

  /// A meter for one piece of work.
  public StatementMeter() {}

  /// The work begins once more: as many statements as have been sent are repetitions.
  public void again() {
    counted = Math.max(counted, sent);
    sent = 0;
  }

  /// Takes a statement that has been answered or has failed.
  ///
  /// @param statement its mapper and method, such as `EventMapper.byNids`
  /// @param since when it was sent, a value of [System#nanoTime]
  /// @param rows how many rows were read, 0 or more
  public void executed(String statement, long since, int rows) {
    lasted(statement, since);
    if (++sent > counted) {
      counted = sent;
      STATEMENTS.with(statement).increment();
      RequestContext.current().meter().add(Charge.STATEMENTS, 1);
    }
    if (rows > 0) {
      ROWS.with(statement).add(rows);
      RequestContext.current().meter().add(Charge.ROWS, rows);
    }
  }

  /// Takes time in the database that is not a statement's, such as that of a commit.
  ///
  /// @param what what it was spent for
  /// @param since when it began, a value of [System#nanoTime]
  public void lasted(String what, long since) {
    long nanos = System.nanoTime() - since;
    SECONDS.with(what).add(nanos);
    RequestContext context = RequestContext.current();
    context.meter().add(Charge.DATABASE_TIME, nanos);
    context.span().add(what, since, nanos);
  }

  /// Takes events that were among the rows read.
  ///
  /// @param events how many, 0 or more
  public static void eventsRead(int events) {
    EVENTS_READ.add(events);
    RequestContext.current().meter().add(Charge.EVENTS_READ, events);
  }

  /// Takes events that are durable now.
  ///
  /// @param events how many, 0 or more
  public static void eventsWritten(int events) {
    EVENTS_PERSISTED.add(events);
    Meter meter = RequestContext.current().meter();
    meter.add(Charge.EVENTS_WRITTEN, events);
  }
}
