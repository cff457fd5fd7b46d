package org.ashlar.store;

import org.ashlar.event.Event;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.jspecify.annotations.Nullable;

/// An event to be stored.
///
/// @param event the event, signed
/// @param ref gets number and position in the append; that of the outlier when it was one
/// @param before the state before it
/// @param after the state after it
/// @param status what was made of it
/// @param relation its relation, or null when it has none
/// @param mentions whom it notifies
/// @param arrival how it comes into the room
public record NewEvent(
    Event event,
    EventRef ref,
    StateRoot before,
    StateRoot after,
    EventStatus status,
    @Nullable Relation relation,
    Mentions mentions,
    Arrival arrival) {

  /// An event at the end of the stream, or an outlier that was not known.
  ///
  /// @param event the event, signed
  /// @param ref gets number and position in the append
  /// @param before the state before it
  /// @param after the state after it
  /// @param status what was made of it
  /// @param relation its relation, or null when it has none
  /// @param mentions whom it notifies
  public NewEvent(
      Event event,
      EventRef ref,
      StateRoot before,
      StateRoot after,
      EventStatus status,
      @Nullable Relation relation,
      Mentions mentions) {
    this(event, ref, before, after, status, relation, mentions, Arrival.LIVE);
  }

  /// Whether it gets a place in the room.
  ///
  /// @return false for outliers
  public boolean isPlaced() {
    return status != EventStatus.OUTLIER;
  }
}
