package org.ashlar.push;

import org.ashlar.base.id.RoomId;

/// A room whose counts are wanted.
///
/// @param room its id
/// @param roomNid its number in the event store
public record RoomCountQuery(RoomId room, long roomNid) {}
