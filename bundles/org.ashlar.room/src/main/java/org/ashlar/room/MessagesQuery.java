package org.ashlar.room;

import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// A page of `/messages`.
///
/// @param room the room
/// @param from a room or sync token, or null for the end in whose direction it goes
/// @param to where to end at the latest, or null
/// @param backward whether to go to older events
/// @param limit the most events, 1 to 1000
/// @param filter a `RoomEventFilter`
public record MessagesQuery(
    RoomId room,
    @Nullable String from,
    @Nullable String to,
    boolean backward,
    int limit,
    JsonObject filter) {}
