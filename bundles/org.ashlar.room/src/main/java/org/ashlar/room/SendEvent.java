package org.ashlar.room;

import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.Transaction;
import org.jspecify.annotations.Nullable;

/// An event that a user wants in a room.
///
/// @param room the room
/// @param type its type
/// @param stateKey its state key, or null for a message
/// @param content its content
/// @param transaction makes a repetition harmless, or null when there is none
public record SendEvent(
    RoomId room,
    String type,
    @Nullable String stateKey,
    JsonObject content,
    @Nullable Transaction transaction) {}
