package org.ashlar.room;

import java.util.List;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;

/// An event that another server made, with what is known of its place. Signature and hash have been
/// checked.
///
/// @param event the event; its auth events must be known
/// @param stateBefore the state before it, as another server told it, for events whose previous
///   ones are not all known; each event must be known, if only as an outlier. Empty for none
/// @param backfilled whether it is history that was asked for: it is placed before what is there
///   and changes neither the current state nor the forward extremities
public record ReceivedEvent(Event event, List<EventId> stateBefore, boolean backfilled) {
  /// Copies the list.
  public ReceivedEvent {
    stateBefore = List.copyOf(stateBefore);
  }

  /// An event whose previous ones are known.
  ///
  /// @param event the event
  public ReceivedEvent(Event event) {
    this(event, List.of(), false);
  }
}
