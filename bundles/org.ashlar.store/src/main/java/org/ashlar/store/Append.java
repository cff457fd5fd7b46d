package org.ashlar.store;

import java.util.List;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.jspecify.annotations.Nullable;

/// What one lane wants stored as a whole: all or nothing. It adds events, or it replaces what was
/// made of some while the room was partial.
///
/// @param room the room; a new one (number 0) is created
/// @param events the events, in order
/// @param deltas the changes of the current state that they bring
/// @param current the current state afterwards
/// @param extremities the forward extremities afterwards
/// @param transaction the request that sent the last event, or null
/// @param epoch the epoch of the room's lease; stale ones are refused
/// @param redacted the events that lose their content by it
/// @param gaps how the backward extremities change
/// @param partial how the room becomes partial, or goes on to become full; or null
public record Append(
    RoomRef room,
    List<NewEvent> events,
    List<StateDelta> deltas,
    StateRoot current,
    List<EventRef> extremities,
    @Nullable Transaction transaction,
    long epoch,
    List<Redacted> redacted,
    GapChanges gaps,
    @Nullable PartialChange partial) {
  /// Copies the lists.
  public Append {
    events = List.copyOf(events);
    deltas = List.copyOf(deltas);
    extremities = List.copyOf(extremities);
    redacted = List.copyOf(redacted);
  }

  /// Neither makes a room partial nor goes on to make it full.
  ///
  /// @param room the room; a new one (number 0) is created
  /// @param events the events, in order
  /// @param deltas the changes of the current state that they bring
  /// @param current the current state afterwards
  /// @param extremities the forward extremities afterwards
  /// @param transaction the request that sent the last event, or null
  /// @param epoch the epoch of the room's lease; stale ones are refused
  /// @param redacted the events that lose their content by it
  /// @param gaps how the backward extremities change
  public Append(
      RoomRef room,
      List<NewEvent> events,
      List<StateDelta> deltas,
      StateRoot current,
      List<EventRef> extremities,
      @Nullable Transaction transaction,
      long epoch,
      List<Redacted> redacted,
      GapChanges gaps) {
    this(room, events, deltas, current, extremities, transaction, epoch, redacted, gaps, null);
  }

  /// What is replaced by it.
  ///
  /// @return null when it adds events
  public PartialChange.@Nullable Replace replaced() {
    return partial instanceof PartialChange.Replace replace ? replace : null;
  }

  /// Without a change of the backward extremities.
  ///
  /// @param room the room; a new one (number 0) is created
  /// @param events the events, in order
  /// @param deltas the changes of the current state that they bring
  /// @param current the current state afterwards
  /// @param extremities the forward extremities afterwards
  /// @param transaction the request that sent the last event, or null
  /// @param epoch the epoch of the room's lease; stale ones are refused
  /// @param redacted the events that lose their content by it
  public Append(
      RoomRef room,
      List<NewEvent> events,
      List<StateDelta> deltas,
      StateRoot current,
      List<EventRef> extremities,
      @Nullable Transaction transaction,
      long epoch,
      List<Redacted> redacted) {
    this(room, events, deltas, current, extremities, transaction, epoch, redacted, GapChanges.NONE);
  }

  /// Without redactions.
  ///
  /// @param room the room; a new one (number 0) is created
  /// @param events the events, in order
  /// @param deltas the changes of the current state that they bring
  /// @param current the current state afterwards
  /// @param extremities the forward extremities afterwards
  /// @param transaction the request that sent the last event, or null
  /// @param epoch the epoch of the room's lease; stale ones are refused
  public Append(
      RoomRef room,
      List<NewEvent> events,
      List<StateDelta> deltas,
      StateRoot current,
      List<EventRef> extremities,
      @Nullable Transaction transaction,
      long epoch) {
    this(room, events, deltas, current, extremities, transaction, epoch, List.of());
  }
}
