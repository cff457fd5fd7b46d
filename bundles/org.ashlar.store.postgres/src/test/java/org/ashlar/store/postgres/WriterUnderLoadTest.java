package org.ashlar.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.event.StateKey;
import org.ashlar.store.EventStore;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriterUnderLoadTest {
  private static final int APPENDERS = 64;

  private TemporaryDatabase database;
  private PostgresEventStore store;
  private AtomicReference<EventStore> selected;
  private GroupQueue queue;
  private Load load;

  @BeforeEach
  void start() {
    database = TemporaryDatabase.create();
    store = TestStores.writing(database);
    selected = new AtomicReference<>(store);
    queue = new GroupQueue(selected::get);
    load = new Load(store, queue);
  }

  @AfterEach
  void stop() {
    queue.close();
    store.deactivate();
    database.close();
  }

  @Test
  void e20NothingIsLostOrDoubleWhenTheBackendIsKilledAtRandomMoments() throws SQLException {
    // Given
    Random random = new Random(20);
    load.start(APPENDERS);
    load.await(APPENDERS);
    // When
    for (int kill = 0; kill < 20; kill++) {
      load.await(20 + random.nextInt(300));
      killWriter();
    }
    load.await(200);
    load.close();
    // Then
    assertThat(load.appends()).isGreaterThan(20 * 20);
    load.check(store);
  }

  @Test
  void theRoleIsSwappedUnderLoadWithoutLossOrDouble() {
    // Given
    load.start(APPENDERS);
    load.await(APPENDERS);
    long longest = 0;
    // When
    for (int swap = 1; swap <= 10; swap++) {
      load.await(300);
      PostgresEventStore old = store;
      PostgresEventStore next = TestStores.prepared(database, "1.0." + swap);
      next.probe();
      long start = System.nanoTime();
      selected.set(next);
      old.releaseRole();
      next.activateRole();
      longest = Math.max(longest, System.nanoTime() - start);
      old.deactivate();
      store = next;
    }
    load.await(200);
    load.close();
    // Then
    System.out.printf(
        "10 swaps, %d appends, longest hand-over %.1f ms%n", load.appends(), longest / 1e6);
    assertThat(store.revision()).isEqualTo("1.0.10");
    load.check(store);
  }

  @Test
  void e10E22EverythingUpToTheCurrentPositionIsVisibleWithItsStateChanges() {
    // Given
    List<String> faults = Collections.synchronizedList(new ArrayList<>());
    PostgresEventStore reader = TestStores.prepared(database, "reader");
    load.start(APPENDERS);
    load.await(APPENDERS);
    // When
    int seen = follow(reader, reader, faults) + follow(store, reader, faults);
    load.close();
    reader.deactivate();
    // Then
    assertThat(faults).isEmpty();
    assertThat(seen).isPositive();
    load.check(store);
  }

  private static int follow(EventStore source, EventStore reader, List<String> faults) {
    int seen = 0;
    Position at = source.eventPosition();
    for (int round = 0; round < 50 && faults.isEmpty(); round++) {
      Position now = source.eventPosition();
      List<StoredEvent> events = reader.stream(at, now, 100_000);
      if (events.size() != now.number() - at.number()) {
        faults.add("hole in " + at + ".." + now);
      }
      for (StoredEvent event : events) {
        checkDelta(reader, event, faults);
      }
      seen += events.size();
      at = now;
    }
    return seen;
  }

  /// A state event is visible at its position, so its change must be too.
  private static void checkDelta(EventStore store, StoredEvent event, List<String> faults) {
    if (event.event().isState() && event.nid() % 7 == 0) {
      StateKey key = event.event().key();
      Position before = new Position(1, event.position().number() - 1);
      boolean found =
          store.stateChanges(event.roomNid(), before, event.position()).stream()
              .anyMatch(change -> change.event().key().equals(key) && change.nid() == event.nid());
      if (!found) {
        faults.add("no change for " + event);
      }
    }
  }

  private void killWriter() throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'ashlar/writer' AND datname = current_database()");
    }
  }
}
