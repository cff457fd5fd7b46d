package org.ashlar.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.ashlar.base.context.Ledger;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.gate.Instance;
import org.ashlar.base.gate.Intake;
import org.ashlar.base.gate.SelectionCell;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.log.LogStatistics;
import org.ashlar.base.metric.MetricSnapshot;
import org.ashlar.base.metric.MetricSnapshot.Counter;
import org.ashlar.base.metric.MetricSnapshot.Gauge;
import org.osgi.framework.Bundle;

/// What the books of base say, which count by themselves: contexts, log, gates, intake, bundles.
///
/// @param selections the gates
/// @param house what is installed
record HouseReadings(Selections selections, HouseFacts house) {
  private static final String OURS = "org.ashlar.";
  private static final List<String> NONE = List.of();
  private static final double NANOS = 1e9;
  private static final Comparator<List<String>> BY_TEXT = Comparator.comparing(List::toString);

  /// What is installed.
  ///
  /// @param bundles all bundles
  /// @param log what became of log lines
  /// @param version the version of the house
  record HouseFacts(Supplier<List<Bundle>> bundles, Supplier<LogStatistics> log, String version) {}

  /// All that is read.
  List<MetricSnapshot> read() {
    List<MetricSnapshot> all = new ArrayList<>();
    contexts(all);
    log(all);
    gates(all);
    intake(all);
    all.add(bundles());
    all.add(build());
    return all;
  }

  private static void contexts(List<MetricSnapshot> all) {
    Ledger ledger = Ledger.current();
    all.add(gauge("contexts_live", "Requests and tasks that have not ended.", ledger.live()));
    all.add(
        counter(
            "contexts_late_charges",
            "Charges after the end of what they are for; a defect when it grows.",
            ledger.lateCharges()));
    all.add(charged(ledger, true));
    all.add(charged(ledger, false));
  }

  /// The three books of the ledger; what was measured equals their sum and what is not settled yet.
  private static MetricSnapshot charged(Ledger ledger, boolean times) {
    Map<List<String>, Double> values = new TreeMap<>(BY_TEXT);
    for (Charge charge : Charge.values()) {
      if (charge.isTime() == times) {
        String name = charge.name().toLowerCase(Locale.ROOT);
        double unit = times ? NANOS : 1;
        values.put(List.of(name, "settled"), Math.max(0, ledger.settled(charge) / unit));
        values.put(List.of(name, "late"), Math.max(0, ledger.late(charge) / unit));
        values.put(List.of(name, "outside"), Math.max(0, ledger.outside(charge) / unit));
      }
    }
    return new Counter(
        times ? "contexts_charged_seconds" : "contexts_charged",
        (times ? "Time that was" : "What was")
            + " used: by requests and tasks, after their end (a defect), by other work.",
        List.of("charge", "book"),
        values);
  }

  private void log(List<MetricSnapshot> all) {
    LogStatistics lines = house.log().get();
    all.add(counter("log_lines_written", "Log lines that were written.", lines.written()));
    all.add(
        counter(
            "log_lines_dropped",
            "Log lines that were lost as the queue was full or the output failed.",
            lines.dropped()));
    all.add(counter("log_lines_plain", "Written log lines without further fields.", lines.plain()));
  }

  private void gates(List<MetricSnapshot> all) {
    Map<List<String>, Double> inFlight = new TreeMap<>(BY_TEXT);
    Map<List<String>, Double> instances = new TreeMap<>(BY_TEXT);
    Map<List<String>, Double> waiting = new TreeMap<>(BY_TEXT);
    for (SelectionCell cell : selections.cells().values()) {
      List<String> api = List.of(shortened(cell.api()));
      inFlight.merge(
          api, (double) cell.instances().stream().mapToLong(Instance::inFlight).sum(), Double::sum);
      instances.merge(api, (double) cell.instances().size(), Double::sum);
      waiting.merge(api, (double) cell.waiting(), Double::sum);
    }
    List<String> labels = List.of("api");
    all.add(
        new Gauge(
            "gate_calls_in_flight",
            "Calls in the instances that offer an api, for whatever api.",
            labels,
            inFlight));
    all.add(
        new Gauge(
            "gate_instances",
            "Instances that offer an api: 2 during a swap, 0 when the part is missing.",
            labels,
            instances));
    all.add(new Gauge("gate_waiting", "Calls that wait for an instance.", labels, waiting));
  }

  private void intake(List<MetricSnapshot> all) {
    Intake intake = selections.intake();
    all.add(gauge("intake_in_flight", "Work that has passed the intake.", intake.inFlight()));
    all.add(gauge("intake_parked", "Work that waits while a swap needs it.", intake.parked()));
    all.add(
        counter("intake_refused", "Work refused as too much waited already.", intake.refused()));
  }

  private MetricSnapshot bundles() {
    Map<List<String>, Double> states = new TreeMap<>(BY_TEXT);
    for (Bundle bundle : house.bundles().get()) {
      states.merge(List.of(state(bundle)), 1.0, Double::sum);
    }
    return new Gauge("bundles", "Bundles by their state.", List.of("state"), states);
  }

  private MetricSnapshot build() {
    return new Gauge(
        "build_info",
        "What runs here; always 1.",
        List.of("version", "javaversion", "osversion"),
        Map.of(
            List.of(
                house.version(),
                System.getProperty("java.version", ""),
                System.getProperty("os.name", "") + " " + System.getProperty("os.version", "")),
            1.0));
  }

  private static String state(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.ACTIVE -> "active";
      case Bundle.INSTALLED -> "installed";
      case Bundle.RESOLVED -> "resolved";
      case Bundle.STARTING -> "starting";
      case Bundle.STOPPING -> "stopping";
      default -> "uninstalled";
    };
  }

  private static String shortened(String api) {
    return api.startsWith(OURS) ? api.substring(OURS.length()) : api;
  }

  private static MetricSnapshot gauge(String name, String help, long value) {
    return new Gauge(name, help, NONE, Map.of(NONE, (double) value));
  }

  private static MetricSnapshot counter(String name, String help, long value) {
    return new Counter(name, help, NONE, Map.of(NONE, (double) value));
  }
}
