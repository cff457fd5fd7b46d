package org.ashlar.room;

import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.Transaction;
import org.jspecify.annotations.Nullable;

/// An event that shall lose its content.
///
/// @param room the room
/// @param target the event
/// @param content content of the redaction, such as `reason`
/// @param transaction makes a repetition harmless, or null when there is none
public record RedactEvent(
    RoomId room, EventId target, JsonObject content, @Nullable Transaction transaction) {}
