package org.ashlar.store;

/// A stretch of a room's timeline in the order of arrival.
///
/// @param roomNid the room
/// @param after the number of the position before the first event
/// @param upTo the number of the last position
public record TimelineSpan(long roomNid, long after, long upTo) {}
