package org.ashlar.store;

import org.ashlar.event.Event;
import org.jspecify.annotations.Nullable;

/// An event as the store has it.
///
/// @param nid its permanent number
/// @param roomNid the number of its room
/// @param position its place in the stream, or null for an outlier; negative numbers are backfilled
/// @param rootBefore the root node of the state before it, 0 for the empty state
/// @param rootAfter the root node of the state after it
/// @param status what was made of it
/// @param event the event
/// @param redactedBy the number of the first event that redacted it, 0 when none did; the event is
///   then in its redacted form
public record StoredEvent(
    long nid,
    long roomNid,
    @Nullable Position position,
    long rootBefore,
    long rootAfter,
    EventStatus status,
    Event event,
    long redactedBy) {

  /// An event that nobody has redacted.
  ///
  /// @param nid its permanent number
  /// @param roomNid the number of its room
  /// @param position its place in the stream, or null for an outlier; negative numbers are
  ///   backfilled
  /// @param rootBefore the root node of the state before it, 0 for the empty state
  /// @param rootAfter the root node of the state after it
  /// @param status what was made of it
  /// @param event the event
  public StoredEvent(
      long nid,
      long roomNid,
      @Nullable Position position,
      long rootBefore,
      long rootAfter,
      EventStatus status,
      Event event) {
    this(nid, roomNid, position, rootBefore, rootAfter, status, event, 0);
  }
}
