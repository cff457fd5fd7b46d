package org.ashlar.store;

import org.jspecify.annotations.Nullable;

/// A page of a room's timeline. Only accepted events with a position are in it.
///
/// @param roomNid the room
/// @param order the order
/// @param from where it begins; the event at the point itself belongs to the backward page and not
///   to the forward one (an event's own point lies just after it)
/// @param to where it ends at the latest, or null for no end
/// @param backward whether to go to older events
/// @param limit the most events, 1 to 1000
public record TimelineQuery(
    long roomNid,
    TimelineOrder order,
    TimelinePoint from,
    @Nullable TimelinePoint to,
    boolean backward,
    int limit) {}
