package org.ashlar.room.core;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ashlar.base.metric.Histograms.Histogram;
import org.ashlar.base.metric.MetricScope;
import org.ashlar.base.metric.Metrics;

/// What metrics say of lanes and of what they hand to the store.
final class RoomMetrics {
  /// The rooms with the most ends that are named; others are not, as there may be many.
  private static final int NAMED = 10;

  private RoomMetrics() {}

  /// The gauges of a role.
  ///
  /// @return to be closed when the role ends
  static MetricScope of(Lanes lanes, GroupCommit commits) {
    Resolutions.get();
    MetricScope scope = Metrics.current().scope();
    scope.gauge("room_lanes", "Rooms whose lane is in memory.", () -> lanes.all().size());
    scope.gauge(
        "room_lane_waiting",
        "Calls that wait for the lane of a room.",
        () -> lanes.all().stream().mapToInt(Lane::waiting).sum());
    scope.gauge("room_append_queue", "Appends that wait for the writer.", commits::depth);
    scope.gauges(
        "room_forward_extremities",
        "Ends of the event graphs with the most of them, at most 10 rooms, none with 1.",
        List.of("room"),
        () -> widest(lanes.all()));
    return scope;
  }

  /// The number of ends that each append leaves.
  static Histogram extremities() {
    return Metrics.current()
        .sizes(
            "storage_events_forward_extremities_persisted",
            "Ends of the room's event graph after each append.")
        .with();
  }

  /// What metrics say of forks whose states were resolved.
  record Resolutions(Histogram time, Histogram states, Histogram keys) {
    static Resolutions get() {
      Metrics metrics = Metrics.current();
      return new Resolutions(
          metrics.seconds("state_resolution_time_seconds", "Time to resolve a fork.").with(),
          metrics
              .sizes(
                  "state_number_state_groups_in_resolution", "States of a fork that was resolved.")
              .with(),
          metrics
              .sizes("state_resolution_conflicts", "Keys in conflict of a fork that was resolved.")
              .with());
    }

    /// Counts a fork.
    ///
    /// @param conflicted how many keys the states did not agree on
    /// @param nanos how long it took
    void made(int roots, int conflicted, long nanos) {
      time.record(nanos);
      states.record(roots);
      keys.record(conflicted);
    }
  }

  private static Map<List<String>, Integer> widest(List<Lane> lanes) {
    return lanes.stream()
        .map(lane -> Map.entry(lane.id().value(), lane.extremities()))
        .filter(room -> room.getValue() > 1)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(NAMED)
        .collect(Collectors.toMap(room -> List.of(room.getKey()), Map.Entry::getValue));
  }
}
