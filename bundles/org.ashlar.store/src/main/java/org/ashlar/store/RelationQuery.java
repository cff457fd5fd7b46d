package org.ashlar.store;

import org.ashlar.base.id.EventId;
import org.jspecify.annotations.Nullable;

/// A page of the events that relate to one event, in the order of depth. Only accepted events with
/// a position that have not been redacted are in it.
///
/// @param page which part of all that relate to it; its order is taken as topological
/// @param target the event related to
/// @param relType only relations of this type, or null for any
/// @param eventType only events of this type, or null for any
/// @param levels how far indirect relations are followed, 1 for direct ones only; each event on the
///   way matches both types
public record RelationQuery(
    TimelineQuery page,
    EventId target,
    @Nullable String relType,
    @Nullable String eventType,
    int levels) {}
