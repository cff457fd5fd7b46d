package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.id.RoomId;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.store.postgres.FaultyDatabase;
import org.ashlar.store.postgres.PostgresEventStore;
import org.ashlar.store.postgres.TestStores;
import org.junit.jupiter.api.Test;

/// One room takes a thousand events a second though a commit takes five milliseconds.
class SlowDatabaseTest {
  private static final Duration LATENCY = Duration.ofMillis(5);
  private static final int SENDERS = 128;
  private static final int EACH = 16;

  /// The machine may be busy with something else for a while.
  private static final int ROUNDS = 5;

  @Test
  void withAStoreInMemory() throws InterruptedException {
    try (RoomHouse house = new RoomHouse()) {
      // Given
      RoomId room = house.room("12", "public_chat");
      int before = house.timeline(room).size();
      house.latency = LATENCY;
      // When
      double rate = send(house, room);
      // Then
      assertThat(house.timeline(room)).hasSize(before + SENDERS * EACH);
      assertThat(rate).isGreaterThan(1_000);
    }
  }

  @Test
  void inPostgres() throws InterruptedException {
    try (TemporaryDatabase database = TemporaryDatabase.create()) {
      FaultyDatabase slow = new FaultyDatabase(database);
      PostgresEventStore store = TestStores.writing(slow);
      try (RoomHouse house = new RoomHouse(store)) {
        // Given
        RoomId room = house.room("12", "public_chat");
        int before = house.timeline(room).size();
        send(house, room);
        slow.slow(LATENCY);
        // When
        double rate = 0;
        int rounds = 1;
        for (; rounds <= ROUNDS && rate <= 1_000; rounds++) {
          rate = send(house, room);
        }
        // Then
        assertThat(house.timeline(room)).hasSize(before + rounds * SENDERS * EACH);
        assertThat(rate).isGreaterThan(1_000);
        assertThat(TestStores.upkeep(database).inspect(room)).isEmpty();
      } finally {
        store.deactivate();
      }
    }
  }

  /// Sends from many at once, each one message after the other.
  ///
  /// @return events a second
  private static double send(RoomHouse house, RoomId room) throws InterruptedException {
    long start = System.nanoTime();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      String name = i + "/";
      senders.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int j = 0; j < EACH; j++) {
                      house.message(ALICE, room, name + j);
                    }
                  }));
    }
    for (Thread sender : senders) {
      sender.join();
    }
    double rate = SENDERS * EACH / ((System.nanoTime() - start) / 1e9);
    System.out.printf("%.0f events/s in one room%n", rate);
    return rate;
  }
}
