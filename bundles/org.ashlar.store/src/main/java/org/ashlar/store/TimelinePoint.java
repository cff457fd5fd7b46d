package org.ashlar.store;

/// A point between the events of a room.
///
/// @param depth the depth for the topological order, [Long#MAX_VALUE] for the end; ignored when
///   ordered by stream
/// @param number the position's number
public record TimelinePoint(long depth, long number) {
  /// Before all events.
  public static final TimelinePoint START = new TimelinePoint(Long.MIN_VALUE, Long.MIN_VALUE);

  /// After all events.
  public static final TimelinePoint END = new TimelinePoint(Long.MAX_VALUE, Long.MAX_VALUE);
}
