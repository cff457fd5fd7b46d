package org.ashlar.store;

import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.state.EventRef;
import org.jspecify.annotations.Nullable;

/// One change of a room's current state.
///
/// @param key the state key
/// @param keyNid its number
/// @param ref the event that is current from now on, or null when the key goes away
/// @param event that event, or null when the key goes away
/// @param previous the event that was current, or null when the key is new
public record StateDelta(
    StateKey key,
    long keyNid,
    @Nullable EventRef ref,
    @Nullable Event event,
    @Nullable Event previous) {}
