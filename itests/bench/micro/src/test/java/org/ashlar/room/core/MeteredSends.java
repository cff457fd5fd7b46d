package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.id.RoomId;
import org.ashlar.store.sql.StatementMeter;

/// Sends messages through the lanes to a store in memory, for the bench of what metering costs.
public final class MeteredSends implements AutoCloseable {
  private static final int ROOMS = 16;

  private final RoomHouse house = new RoomHouse();
  private final List<RoomId> rooms = new ArrayList<>();

  /// Makes the rooms.
  public MeteredSends() {
    for (int i = 0; i < ROOMS; i++) {
      rooms.add(house.room("12", "private_chat"));
    }
  }

  /// Lets each commit be measured as PostgreSQL's would be, or not.
  public void metered(boolean value) {
    house.whileAppending =
        value
            ? () -> {
              new StatementMeter().executed("WriterMapper.plain", System.nanoTime(), 0);
              StatementMeter.eventsWritten(1);
            }
            : () -> {};
  }

  /// Sends a message.
  public void send(int number) {
    house.message(RoomHouse.ALICE, rooms.get(number % ROOMS), "message " + number);
    house.published.clear();
  }

  @Override
  public void close() {
    house.close();
  }
}
