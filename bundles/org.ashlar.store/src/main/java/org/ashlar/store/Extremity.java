package org.ashlar.store;

import org.ashlar.base.id.EventId;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;

/// A forward extremity of a room.
///
/// @param id the event's id
/// @param ref the event
/// @param depth its depth
/// @param after the state after it
public record Extremity(EventId id, EventRef ref, long depth, StateRoot after) {}
