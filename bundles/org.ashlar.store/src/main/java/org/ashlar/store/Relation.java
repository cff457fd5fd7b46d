package org.ashlar.store;

import org.ashlar.base.id.EventId;
import org.jspecify.annotations.Nullable;

/// A relation of an event to another one, which need not be known.
///
/// @param target the event related to
/// @param type `rel_type`
/// @param key the aggregation key, or null when there is none
public record Relation(EventId target, String type, @Nullable String key) {}
