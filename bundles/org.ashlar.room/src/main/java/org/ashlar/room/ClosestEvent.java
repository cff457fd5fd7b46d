package org.ashlar.room;

import org.ashlar.base.id.EventId;

/// The event of a room that is closest to a time.
///
/// @param id its id
/// @param originServerTs when it was sent, in milliseconds since 1970
public record ClosestEvent(EventId id, long originServerTs) {}
