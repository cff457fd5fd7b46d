package org.ashlar.account;

import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// Account data to be stored.
///
/// @param user whose; the account exists
/// @param room of which room, or null for global data
/// @param type its type
/// @param content its content
public record AccountDataWrite(
    UserId user, @Nullable RoomId room, String type, JsonObject content) {}
