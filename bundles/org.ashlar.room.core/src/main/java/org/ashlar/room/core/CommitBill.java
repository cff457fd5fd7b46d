package org.ashlar.room.core;

import java.util.List;
import org.ashlar.base.context.Meter;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;

/// Bills those who share a commit for what it has cost.
final class CommitBill {
  private static final List<Charge> BY_EVENTS =
      List.of(Charge.DATABASE_TIME, Charge.CONNECTION_WAIT, Charge.ROWS);
  private static final List<Charge> OF_THE_FIRST = List.of(Charge.STATEMENTS, Charge.EVENTS_READ);

  private CommitBill() {}

  /// Moves what the running context has been charged to those who submitted the appends:
  ///
  /// * times and rows in proportion to the events that each has submitted, stored or not;
  /// * statements to the first, as a part of a statement is none;
  /// * events written to each those of his that were stored.
  ///
  /// The share of one who has ended meanwhile, as he gave up, stays with the running context, and
  /// so does the time parked while the store is away, which is not the callers' work: they see it
  /// as their wait for the commit. Nothing else is charged to it.
  ///
  /// @param appends what was handed to the store, in its order
  static void share(List<PendingAppend> appends) {
    Meter spent = RequestContext.current().meter();
    BY_EVENTS.forEach(charge -> byEvents(spent, charge, appends));
    for (Charge charge : OF_THE_FIRST) {
      appends.getFirst().bill(spent, charge, spent.get(charge));
    }
    for (PendingAppend pending : appends) {
      if (pending.isStored()) {
        long left = spent.get(Charge.EVENTS_WRITTEN);
        pending.bill(spent, Charge.EVENTS_WRITTEN, Math.min(left, weight(pending)));
      }
    }
  }

  /// Rounds so that all shares together are the whole.
  private static void byEvents(Meter spent, Charge charge, List<PendingAppend> appends) {
    long whole = spent.get(charge);
    long weights = appends.stream().mapToLong(CommitBill::weight).sum();
    long seen = 0;
    long shared = 0;
    for (PendingAppend pending : appends) {
      seen += weight(pending);
      long upTo = whole * seen / Math.max(1, weights);
      pending.bill(spent, charge, upTo - shared);
      shared = upTo;
    }
  }

  private static long weight(PendingAppend pending) {
    return pending.append().events().size();
  }
}
