package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.room.ReceivedEvent;
import org.ashlar.state.StateRoot;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Extremity;
import org.ashlar.store.Gap;
import org.ashlar.store.RoomHead;
import org.ashlar.store.StoredEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random graphs in random order, with duplicates, outliers and events that are refused, against a
/// model that reckons both ends of the graph from all events at once.
class GraphPropertyTest {
  private static final int EVENTS = 30;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void e21EveryOrderOfArrivalLeadsToTheEndsOfTheModel(long seed) {
    Random random = new Random(seed);
    try (RoomHouse house = new RoomHouse()) {
      // Given
      RoomId room = house.room("12", "public_chat");
      house.join(BOB, room);
      EventId base = house.message(ALICE, room, "base");
      List<EventId> told = stateOf(house, room);
      List<Event> graph = graph(house, room, base, random);
      List<Event> order = new ArrayList<>(graph);
      java.util.Collections.shuffle(order, random);
      Set<EventId> placed = new LinkedHashSet<>(Set.of(base));
      for (Event event : order) {
        // When
        if (random.nextInt(4) == 0) {
          Event other = graph.get(random.nextInt(graph.size()));
          house.reception.keepOutliers(room, List.of(event, other));
        }
        house.reception.receive(new ReceivedEvent(event, told, false));
        if (random.nextInt(5) == 0) {
          house.reception.receive(new ReceivedEvent(event, told, false));
        }
        placed.add(event.id());
        // Then
        check(house, room, placed, base);
      }
      assertThat(house.store.room(room).orElseThrow().gaps())
          .extracting(Gap::id)
          .allMatch(id -> house.store.events(List.of(id)).get(id).status() == EventStatus.OUTLIER);
    }
  }

  private static List<Event> graph(RoomHouse house, RoomId room, EventId base, Random random) {
    Abroad abroad = new Abroad(house);
    List<Event> graph = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      Set<EventId> previous = new LinkedHashSet<>();
      int wanted = 1 + random.nextInt(3);
      for (int j = 0; j < wanted; j++) {
        int back = random.nextInt(Math.min(6, i + 1));
        previous.add(i == back ? base : graph.get(i - back - 1).id());
      }
      EventId[] prevs = previous.toArray(EventId[]::new);
      UserId sender = random.nextInt(5) == 0 ? BOB : ALICE;
      graph.add(
          random.nextInt(3) == 0
              ? abroad.state(room, sender, "m.room.topic", "{\"topic\":\"" + i + "\"}", prevs)
              : abroad.message(room, sender, prevs));
    }
    return graph;
  }

  private static void check(RoomHouse house, RoomId room, Set<EventId> placed, EventId base) {
    Map<EventId, StoredEvent> stored = house.store.events(placed);
    // An outlier of which a rejected copy came stays one.
    stored.values().removeIf(event -> event.status() == EventStatus.OUTLIER);
    Set<EventId> covered = new HashSet<>();
    Set<EventId> missing = new HashSet<>();
    for (StoredEvent event : stored.values()) {
      if (event.status() == EventStatus.ACCEPTED) {
        cover(event, stored, covered);
      }
      if (!event.event().id().equals(base)) {
        missing.addAll(event.event().prevEvents());
      }
    }
    missing.removeAll(stored.keySet());
    Set<EventId> ends =
        stored.values().stream()
            .filter(event -> event.status() == EventStatus.ACCEPTED)
            .map(event -> event.event().id())
            .filter(id -> !covered.contains(id))
            .collect(Collectors.toSet());
    RoomHead head = house.store.room(room).orElseThrow();
    assertThat(head.extremities()).extracting(Extremity::id).hasSameElementsAs(ends);
    assertThat(head.gaps()).extracting(Gap::id).containsExactlyInAnyOrderElementsOf(missing);
    for (Gap gap : head.gaps()) {
      assertThat(gap.covered()).isEqualTo(covered.contains(gap.id()));
    }
    checkState(house, room, head);
  }

  private static void cover(
      StoredEvent event, Map<EventId, StoredEvent> stored, Set<EventId> covered) {
    for (EventId id : event.event().prevEvents()) {
      StoredEvent previous = stored.get(id);
      covered.add(id);
      if (previous != null && previous.status() != EventStatus.ACCEPTED) {
        cover(previous, stored, covered);
      }
    }
  }

  private static void checkState(RoomHouse house, RoomId room, RoomHead head) {
    try (Lane.Ticket ticket = house.lanes.enter(room)) {
      StateRoot resolved =
          new StateMerge(house.parts, ticket, head.room())
              .merge(head.extremities().stream().map(Extremity::after).toList());
      assertThat(house.parts.state().trie(head.room().nid()).difference(resolved, head.current()))
          .isEmpty();
    }
  }

  private static List<EventId> stateOf(RoomHouse house, RoomId room) {
    long roomNid = house.store.room(room).orElseThrow().room().nid();
    return house.views.stateAt(roomNid, house.views.currentRoot(roomNid)).stream()
        .map(event -> event.event().id())
        .toList();
  }
}
