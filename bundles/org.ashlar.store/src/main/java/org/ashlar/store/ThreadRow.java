package org.ashlar.store;

/// A thread of a room whose root is known.
///
/// @param rootNid the number of its root event
/// @param last the point of its last reply by depth
public record ThreadRow(long rootNid, TimelinePoint last) {}
