package org.ashlar.store;

import org.ashlar.base.id.RoomId;
import org.jspecify.annotations.Nullable;

/// A room in the public list, with what the list shows of it.
///
/// @param room the room
/// @param roomNid its number
/// @param joined joined members
/// @param name its name, or null when it has none
/// @param canonicalAlias its canonical alias, or null when it has none
/// @param topic its topic, or null when it has none
/// @param avatar the URL of its avatar, or null when it has none
/// @param joinRule its join rule, or null when it has none
/// @param guestAccess its guest access, or null when it has none
/// @param historyVisibility its history visibility, or null when it has none
/// @param roomType the type of its create event, or null
public record PublishedRoom(
    RoomId room,
    long roomNid,
    long joined,
    @Nullable String name,
    @Nullable String canonicalAlias,
    @Nullable String topic,
    @Nullable String avatar,
    @Nullable String joinRule,
    @Nullable String guestAccess,
    @Nullable String historyVisibility,
    @Nullable String roomType) {}
