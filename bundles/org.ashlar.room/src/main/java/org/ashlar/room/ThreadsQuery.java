package org.ashlar.room;

import org.ashlar.base.id.RoomId;
import org.jspecify.annotations.Nullable;

/// A page of `/threads`.
///
/// @param room the room
/// @param participated whether only threads are wanted in which the reader took part
/// @param from the token of an earlier page, or null for the first
/// @param limit the most threads, 1 to 1000
public record ThreadsQuery(RoomId room, boolean participated, @Nullable String from, int limit) {}
