package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.metric.MetricScope;
import org.ashlar.base.metric.MetricSnapshot;
import org.ashlar.base.metric.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomMetricsTest {
  private final RoomHouse house = new RoomHouse();
  private final Abroad abroad = new Abroad(house);
  private final MetricScope scope = RoomMetrics.of(house.lanes, house.parts.commits());

  @AfterEach
  void close() {
    scope.close();
    house.close();
  }

  @Test
  void onlyTheTenRoomsWithTheMostEndsAreNamed() {
    // Given
    Map<List<String>, Double> expected = new HashMap<>();
    for (int ends = 2; ends <= 13; ends++) {
      RoomId room = fork(ends);
      if (ends > 3) {
        expected.put(List.of(room.value()), (double) ends);
      }
    }
    house.room("12", "public_chat");
    // Then
    assertThat(gauge("room_forward_extremities")).isEqualTo(expected);
    assertThat(gauge("room_lanes")).isEqualTo(Map.of(List.of(), 13.0));
    assertThat(gauge("room_append_queue")).isEqualTo(Map.of(List.of(), 0.0));
  }

  @Test
  void whoWaitsForALaneIsCounted() throws Exception {
    // Given
    RoomId room = house.room("12", "public_chat");
    Thread waiting;
    // When
    try (Lane.Ticket _ = house.lanes.enter(room)) {
      assertThat(gauge("room_lane_waiting")).isEqualTo(Map.of(List.of(), 0.0));
      waiting = Thread.ofVirtual().start(() -> house.lanes.enter(room).close());
      house.settle(() -> gauge("room_lane_waiting").equals(Map.of(List.of(), 1.0)));
    }
    // Then
    waiting.join();
    assertThat(gauge("room_lane_waiting")).isEqualTo(Map.of(List.of(), 0.0));
  }

  @Test
  void aForkThatIsResolvedIsMeasured() {
    // Given
    RoomId room = house.room("12", "public_chat");
    EventId base = house.message(ALICE, room, "base");
    long before = count("state_number_state_groups_in_resolution", 2);
    // When
    for (String topic : List.of("a", "b")) {
      String content = "{\"topic\":\"" + topic + "\"}";
      house.reception.receive(house.foreign(room, ALICE, "m.room.topic", "", content, base));
    }
    // Then
    assertThat(count("state_number_state_groups_in_resolution", 2)).isEqualTo(before + 1);
    assertThat(count("state_resolution_conflicts", 1)).isPositive();
  }

  /// How often a value was measured.
  private static long count(String name, double value) {
    MetricSnapshot.Histogram histogram =
        Metrics.current().declared().stream()
            .filter(metric -> metric.name().equals(name))
            .map(MetricSnapshot.Histogram.class::cast)
            .findFirst()
            .orElseThrow();
    MetricSnapshot.Distribution measured = histogram.values().get(List.of());
    return measured.counts().get(measured.bounds().indexOf(value));
  }

  @Test
  void theGaugesEndWithTheRole() {
    scope.close();
    assertThat(gauge("room_lanes")).isEmpty();
  }

  private RoomId fork(int ends) {
    RoomId room = house.room("12", "public_chat");
    EventId base = house.message(ALICE, room, "base");
    for (int i = 0; i < ends; i++) {
      house.reception.receive(abroad.message(room, ALICE, base));
    }
    return room;
  }

  private static Map<List<String>, Double> gauge(String name) {
    return Metrics.current().declared().stream()
        .filter(metric -> metric.name().equals(name))
        .map(MetricSnapshot.Gauge.class::cast)
        .findFirst()
        .orElseThrow()
        .values();
  }
}
