package org.ashlar.store;

import org.ashlar.base.id.EventId;

/// A backward extremity: an event that placed events name as previous and that has no place itself,
/// being unknown or an outlier.
///
/// @param id the missing event
/// @param covered whether an accepted event follows it, directly or by events that were withheld;
///   it can not become a forward extremity then
public record Gap(EventId id, boolean covered) {}
