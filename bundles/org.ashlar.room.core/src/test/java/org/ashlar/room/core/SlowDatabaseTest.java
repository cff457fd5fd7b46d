package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.id.RoomId;
import org.junit.jupiter.api.Test;

class SlowDatabaseTest {
  private static final int SENDERS = 32;
  private static final int EACH = 64;

  @Test
  void oneRoomTakesAThousandEventsASecondThoughACommitTakesFiveMilliseconds()
      throws InterruptedException {
    try (RoomHouse house = new RoomHouse()) {
      // Given
      RoomId room = house.room("12", "public_chat");
      int before = house.timeline(room).size();
      house.latency = Duration.ofMillis(5);
      // When
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
      double seconds = (System.nanoTime() - start) / 1e9;
      // Then
      System.out.printf("%.0f events/s in one room at 5 ms%n", SENDERS * EACH / seconds);
      assertThat(house.timeline(room)).hasSize(before + SENDERS * EACH);
      assertThat(SENDERS * EACH / seconds).isGreaterThan(1_000);
    }
  }
}
