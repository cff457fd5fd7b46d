package org.ashlar.stream.hub;

import static org.ashlar.stream.hub.SampleEvents.ALICE;
import static org.ashlar.stream.hub.SampleEvents.at;
import static org.ashlar.stream.hub.SampleEvents.member;
import static org.ashlar.stream.hub.SampleEvents.message;
import static org.ashlar.stream.hub.SampleEvents.room;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.ashlar.base.http.Waiters;
import org.ashlar.base.metric.MetricSnapshot;
import org.ashlar.base.metric.Metrics;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.junit.jupiter.api.Test;

class MemoryStreamHubTest {
  private final List<String> woken = new ArrayList<>();
  private final MemoryStreamHub hub =
      new MemoryStreamHub(new EventRing(64, 1 << 20), System::nanoTime, null);

  MemoryStreamHubTest() {
    hub.bindWaiters(woken::addAll);
  }

  @Test
  void aStreamStandsNowhereUntilItsOwnerSaysSo() {
    assertThat(hub.position(Stream.EVENTS)).isEmpty();
    assertThat(hub.changedSince(Stream.EVENTS, "room:!a", at(0))).isTrue();

    hub.start(Stream.EVENTS, at(40));

    assertThat(hub.position(Stream.EVENTS)).contains(at(40));
    assertThat(hub.changedSince(Stream.EVENTS, "room:!a", at(39))).isTrue();
    assertThat(hub.changedSince(Stream.EVENTS, "room:!a", at(40))).isFalse();
    assertThat(woken).isEmpty();
  }

  @Test
  void publishingMovesTheStreamAndWakesRoomsAndMembers() {
    hub.start(Stream.EVENTS, at(40));
    hub.publish(List.of(message(41, room(1)), member(42, room(2), ALICE)));

    assertThat(hub.position(Stream.EVENTS)).contains(at(42));
    assertThat(woken).containsExactly("room:" + room(1), "room:" + room(2), "user:" + ALICE);
    assertThat(hub.changedSince(Stream.EVENTS, "user:" + ALICE, at(41))).isTrue();
    assertThat(hub.changedSince(Stream.EVENTS, "user:" + ALICE, at(42))).isFalse();
    assertThat(hub.between(at(40), at(42)).orElseThrow()).hasSize(2);
  }

  @Test
  void metricsSayWhereStreamsStandUntilItIsClosed() {
    hub.measure();
    hub.start(Stream.EVENTS, at(40));
    hub.publish(List.of(message(41, room(1)), message(42, room(1))));

    assertThat(gauge("stream_position"))
        .containsEntry(List.of("events"), 42.0)
        .containsEntry(List.of("typing"), 0.0)
        .hasSize(2);
    assertThat(gauge("event_persisted_position")).containsExactly(Map.entry(List.of(), 42.0));
    assertThat(gauge("stream_ring_events")).containsExactly(Map.entry(List.of(), 2.0));

    hub.close();
    assertThat(gauge("stream_position")).isEmpty();
  }

  private static Map<List<String>, Double> gauge(String name) {
    return Metrics.current().declared().stream()
        .filter(metric -> metric.name().equals(name))
        .map(MetricSnapshot.Gauge.class::cast)
        .findFirst()
        .orElseThrow()
        .values();
  }

  @Test
  void anEventThatWasNeverPublishedMayBeAnywhere() {
    hub.start(Stream.EVENTS, at(40));
    hub.publish(List.of(message(41, room(1))));
    hub.publish(List.of(message(43, room(1))));

    assertThat(hub.changedSince(Stream.EVENTS, "room:" + room(9), at(41))).isTrue();
    assertThat(hub.changedSince(Stream.EVENTS, "room:" + room(9), at(42))).isFalse();
    assertThat(hub.between(at(41), at(43))).isEmpty();
  }

  @Test
  void whatWasPublishedBeforeIsNotTakenTwice() {
    hub.start(Stream.EVENTS, at(40));
    hub.publish(List.of(message(41, room(1)), message(42, room(1))));
    hub.publish(List.of(message(41, room(1))));

    assertThat(hub.position(Stream.EVENTS)).contains(at(42));
    assertThat(hub.between(at(40), at(42)).orElseThrow()).hasSize(2);
  }

  @Test
  void aHigherStartVoidsTheRingAndALowerOneDoesNothing() {
    hub.start(Stream.EVENTS, at(40));
    hub.publish(List.of(message(41, room(1))));
    hub.start(Stream.EVENTS, at(41));
    assertThat(hub.between(at(40), at(41))).isPresent();

    hub.start(Stream.EVENTS, at(50));

    assertThat(hub.between(at(40), at(41))).isEmpty();
    assertThat(hub.changedSince(Stream.EVENTS, "room:" + room(3), at(45))).isTrue();
  }

  @Test
  void whoIsWokenFindsThePositionMoved() {
    List<Position> found = new ArrayList<>();
    hub.bindWaiters(
        keys -> {
          found.add(hub.position(Stream.EVENTS).orElse(at(0)));
          found.add(hub.position(Stream.RECEIPTS).orElse(at(0)));
        });
    hub.publish(List.of(message(5, room(1))));
    hub.changed(Stream.RECEIPTS, at(9), List.of("room:!a"));

    assertThat(found).containsExactly(at(5), at(0), at(5), at(9));
  }

  @Test
  void otherStreamsMoveByThemselves() {
    hub.changed(Stream.RECEIPTS, at(7), List.of("room:!a"));

    assertThat(hub.position(Stream.RECEIPTS)).contains(at(7));
    assertThat(hub.position(Stream.ACCOUNT_DATA)).isEmpty();
    assertThat(hub.changedSince(Stream.RECEIPTS, "room:!a", at(6))).isTrue();
    assertThat(hub.changedSince(Stream.RECEIPTS, "room:!b", at(6))).isFalse();
    assertThat(hub.changedSince(Stream.RECEIPTS, "room:!b", at(5))).isTrue();
    assertThat(woken).containsExactly("room:!a");
  }

  @Test
  void aConnectorThatWentIsNotCalled() {
    List<String> other = new ArrayList<>();
    Waiters connector = other::addAll;
    hub.bindWaiters(connector);
    hub.changed(Stream.RECEIPTS, at(1), List.of("room:!a"));
    hub.unbindWaiters(connector);
    hub.changed(Stream.RECEIPTS, at(2), List.of("room:!a"));

    assertThat(other).hasSize(1);
    assertThat(woken).hasSize(2);
  }

  @Test
  void eachLifeHasItsOwnEpoch() {
    assertThat(hub.typingEpoch()).isPositive().isNotEqualTo(new MemoryStreamHub().typingEpoch());
  }

  @Test
  void whoeverSeesAPositionSeesAllThatBelongsToIt() throws Exception {
    hub.start(Stream.EVENTS, at(0));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(threads.submit(this::follow));
      }
      for (long number = 1; number <= 20_000; number++) {
        hub.publish(List.of(message(number, room((int) (number % 50)))));
      }
      for (Future<Long> reader : readers) {
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(20_000L);
      }
    }
  }

  /// Counts the events of all rooms, room by room, between positions as they are seen.
  private long follow() {
    long seen = 0;
    Position since = at(0);
    while (since.number() < 20_000) {
      Position now = hub.position(Stream.EVENTS).orElseThrow();
      for (int i = 0; i < 50; i++) {
        if (hub.changedSince(Stream.EVENTS, "room:" + room(i), since)) {
          seen += count(i, since, now);
        }
      }
      since = now;
    }
    return seen;
  }

  /// What is no longer in memory is counted as the store would have it.
  private long count(int room, Position after, Position upTo) {
    return hub.between(room(room), after, upTo)
        .map(events -> (long) events.size())
        .orElseGet(
            () ->
                LongStream.rangeClosed(after.number() + 1, upTo.number())
                    .filter(number -> number % 50 == room)
                    .count());
  }
}
