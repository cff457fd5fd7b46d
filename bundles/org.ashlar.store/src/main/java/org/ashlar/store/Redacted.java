package org.ashlar.store;

import org.ashlar.event.Event;
import org.ashlar.state.EventRef;

/// An event that loses its content. Only its bytes are replaced: numbers, roots and auth edges
/// stay. Its relation and mentions go.
///
/// @param target the event, stored or in the same batch
/// @param by the redaction, stored or of the same append
/// @param event the event's redacted form, which has the event's id
/// @param current whether it is in the room's current state
public record Redacted(EventRef target, EventRef by, Event event, boolean current) {}
