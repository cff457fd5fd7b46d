package org.ashlar.push;

import java.util.Map;
import org.ashlar.base.id.EventId;

/// What is unread in a room.
///
/// @param main in the main timeline: `unread_notifications` of readers who count threads apart
/// @param threads in each thread that has notifications, by its root
public record RoomCounts(Unread main, Map<EventId, Unread> threads) {
  /// Nothing.
  public static final RoomCounts NONE = new RoomCounts(Unread.NONE, Map.of());

  /// Copies the map.
  public RoomCounts {
    threads = Map.copyOf(threads);
  }

  /// What is unread in the whole room: `unread_notifications` of readers who know no threads.
  ///
  /// @return the sum of main timeline and threads
  public Unread whole() {
    return threads.values().stream().reduce(main, Unread::plus);
  }
}
