package org.ashlar.push;

import java.util.List;
import java.util.Map;
import org.ashlar.base.id.RoomId;

/// What has been counted for a reader in a room, so that it need not be counted again.
///
/// @param room the room
/// @param countedTo up to which position of the stream of events
/// @param timelines the timelines by thread: [#MAIN] always, a thread's root id when it has
///   something unread
public record Checkpoint(RoomId room, long countedTo, Map<String, Timeline> timelines) {
  /// The name of the main timeline, as in receipts.
  public static final String MAIN = "main";

  /// Copies the map.
  public Checkpoint {
    timelines = Map.copyOf(timelines);
  }

  /// One timeline of a room.
  ///
  /// @param readTo the position up to which the reader has read, 0 for the begin
  /// @param unread the counts of later events
  /// @param newest the newest of the events that count, in ascending order; all of them unless
  ///   there are too many to keep
  public record Timeline(long readTo, Unread unread, List<Mark> newest) {
    /// Copies the list.
    public Timeline {
      newest = List.copyOf(newest);
    }
  }

  /// An event that counts.
  ///
  /// @param position its position, positive
  /// @param highlight whether it is highlighted
  public record Mark(long position, boolean highlight) {}
}
