package org.ashlar.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.EventStore;
import org.ashlar.store.Position;
import org.ashlar.store.RoomHead;
import org.ashlar.store.SampleRoom;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.ashlar.store.Transaction;

/// Many appenders, each with a room of its own, that send messages and change state, and know what
/// was acknowledged to them.
final class Load implements AutoCloseable {
  private static final int STATE_EVERY = 5;

  private final EventStore reader;
  private final GroupQueue queue;
  private final List<Thread> threads = new ArrayList<>();
  private final List<SampleRoom> rooms = Collections.synchronizedList(new ArrayList<>());
  private final Map<EventId, Position> acknowledged = Collections.synchronizedMap(new HashMap<>());
  private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger appends = new AtomicInteger();
  private volatile boolean stopped;

  /// @param reader a store to read from
  /// @param queue where to append
  Load(EventStore reader, GroupQueue queue) {
    this.reader = reader;
    this.queue = queue;
  }

  void start(int appenders) {
    for (int i = 0; i < appenders; i++) {
      int number = i;
      threads.add(Thread.ofVirtual().name("appender-" + i).start(() -> run(number)));
    }
  }

  int appends() {
    return appends.get();
  }

  /// Waits until so many more appends have been acknowledged.
  void await(int more) {
    int goal = appends.get() + more;
    while (appends.get() < goal && faults.isEmpty()) {
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void run(int number) {
    try {
      SampleRoom room = SampleRoom.create(reader, "load " + number + " " + System.nanoTime());
      rooms.add(room);
      acknowledge(room, room.append());
      for (int i = 0; !stopped; i++) {
        if (i % STATE_EVERY == 0) {
          room.member(new UserId("@u" + i % 50 + ":sample.org"), i % 2 == 0 ? "join" : "leave");
        } else if (i % STATE_EVERY == 1) {
          room.state("m.room.topic", "", JsonObject.builder().put("topic", "t" + i).build());
        }
        room.message("message " + i);
        acknowledge(
            room, room.append(new Transaction(SampleRoom.ALICE, "D", "PUT " + room.id(), "t" + i)));
      }
    } catch (RuntimeException e) {
      faults.add(e.toString());
    }
  }

  private void acknowledge(SampleRoom room, Append append) {
    AppendResult result = queue.append(append);
    if (result instanceof AppendResult.Stored) {
      append
          .events()
          .forEach(
              event ->
                  acknowledged.put(event.event().id(), new Position(1, event.ref().position())));
      appends.incrementAndGet();
    } else {
      faults.add(room.id() + ": " + result);
      stopped = true;
    }
  }

  /// Checks the store against what was acknowledged: nothing lost, nothing double, positions
  /// without gap, heads, states, counts and transactions in agreement.
  void check(EventStore store) {
    assertThat(faults).isEmpty();
    Position end = store.eventPosition();
    List<StoredEvent> stream = stream(store, end);
    assertThat(stream).extracting(event -> event.event().id()).doesNotHaveDuplicates();
    Map<EventId, Position> found = new HashMap<>();
    stream.forEach(event -> found.put(event.event().id(), event.position()));
    assertThat(found).isEqualTo(acknowledged);
    for (int i = 0; i < stream.size(); i++) {
      assertThat(stream.get(i).position().number()).isEqualTo(i + 1L);
    }
    assertThat(end.number()).isEqualTo(stream.size());
    rooms.forEach(room -> check(store, room));
  }

  private static List<StoredEvent> stream(EventStore store, Position end) {
    List<StoredEvent> all = new ArrayList<>();
    Position after = Position.START;
    while (true) {
      List<StoredEvent> page = store.stream(after, end, 1_000);
      all.addAll(page);
      if (page.size() < 1_000) {
        return all;
      }
      after = page.getLast().position();
    }
  }

  private static void check(EventStore store, SampleRoom room) {
    long nid = room.ref().nid();
    RoomHead head = store.room(room.id()).orElseThrow();
    assertThat(head.current().nid()).isEqualTo(room.current().nid());
    assertThat(head.extremities())
        .extracting(extremity -> extremity.id())
        .containsExactly(room.made().getLast().id());
    assertThat(
            store.timeline(
                new TimelineQuery(
                    nid, TimelineOrder.TOPOLOGICAL, TimelinePoint.START, null, false, 100_000)))
        .extracting(StoredEvent::event)
        .isEqualTo(room.made());
    checkState(store, room, head);
    long joined =
        room.state().entrySet().stream()
            .filter(entry -> entry.getKey().type().equals(EventTypes.MEMBER))
            .filter(
                entry -> entry.getValue().content().string("membership").orElse("").equals("join"))
            .count();
    assertThat(store.summaries(List.of(nid)).get(nid).joined()).isEqualTo(joined);
    assertThat(store.members(nid, List.of()))
        .filteredOn(row -> row.membership().equals("join"))
        .hasSize((int) joined);
  }

  private static void checkState(EventStore store, SampleRoom room, RoomHead head) {
    long nid = room.ref().nid();
    StateTrie trie = new StateTrie(store.placementKey(), nids -> store.stateNodes(nid, nids));
    Map<Long, Long> entries = new HashMap<>();
    trie.forEach(StateRoot.stored(head.current().nid()), (key, ref) -> entries.put(key, ref.nid()));
    Map<Long, StateKey> keys = store.stateKeys(entries.keySet());
    Map<Long, StoredEvent> events = store.eventsByNid(entries.values());
    Map<StateKey, EventId> state = new HashMap<>();
    entries.forEach((key, event) -> state.put(keys.get(key), events.get(event).event().id()));
    Map<StateKey, EventId> expected = new HashMap<>();
    room.state().forEach((key, event) -> expected.put(key, event.id()));
    assertThat(state).isEqualTo(expected);
    assertThat(store.stateChanges(nid, Position.START, store.eventPosition()))
        .extracting(event -> event.event().id())
        .containsExactlyInAnyOrderElementsOf(expected.values());
  }
}
