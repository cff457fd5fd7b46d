package org.ashlar.store;

/// A room whose state became known in full.
///
/// @param roomNid the room
/// @param position its position in the stream of such rooms
/// @param events the place in the stream of events at which that happened
public record CompletedRoom(long roomNid, Position position, Position events) {}
