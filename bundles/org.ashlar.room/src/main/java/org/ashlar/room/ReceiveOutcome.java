package org.ashlar.room;

import org.ashlar.base.id.EventId;

/// What became of an event that another server made.
public sealed interface ReceiveOutcome {
  /// It is part of the room.
  ///
  /// @param event its id
  record Accepted(EventId event) implements ReceiveOutcome {}

  /// It is kept, but not shown.
  ///
  /// @param event its id
  /// @param softFailed true when only the current state speaks against it
  /// @param reason the rule and what is wrong
  record Withheld(EventId event, boolean softFailed, String reason) implements ReceiveOutcome {}

  /// It was known before.
  ///
  /// @param event its id
  record Known(EventId event) implements ReceiveOutcome {}

  /// It can not be placed: the room or some of its previous or auth events are unknown.
  ///
  /// @param reason what is missing
  record Unplaced(String reason) implements ReceiveOutcome {}
}
