package org.ashlar.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.context.Bill;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.metric.Counters;
import org.ashlar.base.metric.Counters.Counter;
import org.ashlar.base.metric.Metrics;

/// What work of one kind has used, as counters: one family for each charge. Any thread.
final class Measures {
  private final Map<Charge, Counters> families = new EnumMap<>(Charge.class);

  /// @param charges which of them there are
  /// @param prefix what the names begin with, such as `http_server_response`
  /// @param work who used it, such as `requests`
  /// @param labels the names of the labels
  Measures(Metrics metrics, Set<Charge> charges, String prefix, String work, String... labels) {
    for (Charge charge : charges) {
      families.put(
          charge, metrics.counter(prefix + '_' + name(charge), help(charge, work), labels));
    }
  }

  /// The counters of some label values.
  Used with(String... values) {
    Map<Charge, Counter> counters = new EnumMap<>(Charge.class);
    families.forEach((charge, family) -> counters.put(charge, family.with(values)));
    return new Used(counters);
  }

  /// Counters, one for each charge.
  record Used(Map<Charge, Counter> counters) {
    void add(Bill bill) {
      counters.forEach(
          (charge, counter) -> {
            long amount = bill.get(charge);
            if (amount > 0) {
              counter.add(amount);
            }
          });
    }
  }

  /// As Synapse has it where it has the same, else the charge's own name.
  private static String name(Charge charge) {
    return switch (charge) {
      case DATABASE_TIME -> "db_txn_duration_seconds";
      case CONNECTION_WAIT -> "db_sched_duration_seconds";
      case STATEMENTS -> "db_statements";
      case ROWS -> "db_rows";
      case BYTES_IN -> "body_size";
      case BYTES_OUT -> "size";
      case CPU -> "ru_utime_seconds";
      default -> lower(charge) + (charge.isTime() ? "_seconds" : "");
    };
  }

  private static String help(Charge charge, String work) {
    String what =
        switch (charge) {
          case DATABASE_TIME -> "Time in the database";
          case CONNECTION_WAIT -> "Time waited for a session of the database";
          case STATEMENTS -> "Statements sent to the database";
          case ROWS -> "Rows read from the database";
          case BYTES_IN -> "Bytes of the bodies";
          case BYTES_OUT -> "Bytes of the answers' bodies";
          case EVENTS_READ -> "Events read from the store";
          case EVENTS_WRITTEN -> "Events written to the store";
          case PARKED -> "Time waited for parts that are replaced";
          case EXTENSIONS -> "Time in extensions";
          case LANE_WAIT -> "Time waited for the lane of a room";
          case COMMIT_WAIT -> "Time waited until appends were durable";
          case SHARED_WAIT -> "Time waited for what others were loading";
          case IDLE -> "Time that clients wished to wait for events";
          case CPU -> "CPU time of heavy sections (that of virtual threads is not known)";
          default -> lower(charge).replace('_', ' ');
        };
    return what + ", of " + work + " that have ended.";
  }

  private static String lower(Charge charge) {
    return charge.name().toLowerCase(Locale.ROOT);
  }
}
