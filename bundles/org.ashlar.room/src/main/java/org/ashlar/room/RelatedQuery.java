package org.ashlar.room;

import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.jspecify.annotations.Nullable;

/// A page of `/relations`.
///
/// @param room the room
/// @param event the event that others relate to
/// @param relType only relations of this type, or null for any
/// @param eventType only events of this type, or null for any
/// @param from a room or sync token, or null for the end in whose direction it goes
/// @param to where to end at the latest, or null
/// @param backward whether to go to older events
/// @param limit the most events, 1 to 1000
/// @param recurse whether events that relate to related events are wanted too
public record RelatedQuery(
    RoomId room,
    EventId event,
    @Nullable String relType,
    @Nullable String eventType,
    @Nullable String from,
    @Nullable String to,
    boolean backward,
    int limit,
    boolean recurse) {}
