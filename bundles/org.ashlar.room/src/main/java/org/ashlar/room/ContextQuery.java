package org.ashlar.room;

import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;

/// What happened around an event.
///
/// @param room the room
/// @param event the event
/// @param limit the most events before and after it together, 0 to 1000
/// @param filter a `RoomEventFilter`; the event itself is shown in any case
public record ContextQuery(RoomId room, EventId event, int limit, JsonObject filter) {}
