package org.ashlar.stream.hub;

import static org.ashlar.stream.hub.SampleEvents.at;
import static org.ashlar.stream.hub.SampleEvents.large;
import static org.ashlar.stream.hub.SampleEvents.message;
import static org.ashlar.stream.hub.SampleEvents.room;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.stream.RingEvent;
import org.junit.jupiter.api.Test;

class EventRingTest {
  private static final long MUCH = 1L << 30;

  @Test
  void eventsBetweenTwoPositionsAreGivenInOrder() {
    EventRing ring = filled(8, 1, 5);

    assertThat(numbers(ring.between(at(2), at(4)))).containsExactly(3L, 4L);
    assertThat(numbers(ring.between(at(0), at(5)))).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(numbers(ring.between(at(5), at(5)))).isEmpty();
  }

  @Test
  void whatIsNoLongerInMemoryIsNotGivenInPart() {
    EventRing ring = filled(8, 1, 20);

    assertThat(ring.size()).isEqualTo(8);
    assertThat(ring.between(at(11), at(20))).isEmpty();
    assertThat(numbers(ring.between(at(12), at(20)))).hasSize(8).startsWith(13L);
  }

  @Test
  void whatLiesAroundARedactedEventIsNotGiven() {
    EventRing ring = filled(8, 1, 8);
    RoomId room = ring.between(at(3), at(4)).orElseThrow().getFirst().room();

    ring.redacted(room, Set.of(new EventId("$event4"), new EventId("$unknown")));
    ring.redacted(new RoomId("!else:where"), Set.of(new EventId("$event5")));

    assertThat(ring.between(at(2), at(6))).isEmpty();
    assertThat(ring.between(room, at(2), at(6))).isEmpty();
    assertThat(numbers(ring.between(at(4), at(8)))).hasSize(4);
    assertThat(numbers(ring.between(at(1), at(3)))).hasSize(2);
    ring.add(message(9, room(0)));
    for (long number = 10; number <= 12; number++) {
      ring.add(message(number, room));
    }
    assertThat(numbers(ring.between(at(11), at(12)))).containsExactly(12L);
  }

  @Test
  void theFutureIsNotKnown() {
    assertThat(filled(8, 1, 5).between(at(3), at(6))).isEmpty();
  }

  @Test
  void anEventThatDoesNotFollowBeginsAnew() {
    EventRing ring = filled(8, 1, 5);

    assertThat(ring.add(message(7, room(0)))).isFalse();

    assertThat(ring.between(at(4), at(7))).isEmpty();
    assertThat(numbers(ring.between(at(6), at(7)))).containsExactly(7L);
  }

  @Test
  void aRestartForgetsEverything() {
    EventRing ring = filled(8, 1, 5);

    ring.restart(at(9));

    assertThat(ring.between(at(4), at(5))).isEmpty();
    assertThat(numbers(ring.between(at(9), at(9)))).isEmpty();
    assertThat(ring.add(message(10, room(0)))).isTrue();
    assertThat(numbers(ring.between(room(0), at(9), at(10)))).containsExactly(10L);
  }

  @Test
  void largeEventsPushOthersOutButTheNewestStays() {
    EventRing ring = new EventRing(8, 3000);
    ring.add(large(1, room(0), 500));
    ring.add(large(2, room(0), 500));
    ring.add(large(3, room(0), 10_000));

    assertThat(ring.size()).isEqualTo(1);
    assertThat(numbers(ring.between(at(2), at(3)))).containsExactly(3L);
  }

  @Test
  void theEventsOfARoomAreThoseOfAllEvents() {
    Random random = new Random(11);
    EventRing ring = new EventRing(64, MUCH);
    List<RingEvent> all = new ArrayList<>();
    for (long number = 1; number <= 1000; number++) {
      RingEvent event = message(number, room(random.nextInt(20)));
      all.add(event);
      ring.add(event);
      long after = Math.max(0, number - random.nextInt(80));
      long upTo = after + random.nextLong(number - after + 1);
      RoomId room = room(random.nextInt(20));
      Optional<List<RingEvent>> found = ring.between(room, at(after), at(upTo));
      assertThat(found.isPresent()).isEqualTo(after >= number - 64);
      found.ifPresent(
          events ->
              assertThat(events)
                  .containsExactlyElementsOf(
                      all.subList((int) after, (int) upTo).stream()
                          .filter(each -> each.room().equals(room))
                          .toList()));
    }
  }

  private static EventRing filled(int size, long first, long last) {
    EventRing ring = new EventRing(size, MUCH);
    for (long number = first; number <= last; number++) {
      ring.add(message(number, room((int) number % 3)));
    }
    return ring;
  }

  private static List<Long> numbers(Optional<List<RingEvent>> events) {
    return events.orElseThrow().stream().map(event -> event.position().number()).toList();
  }
}
