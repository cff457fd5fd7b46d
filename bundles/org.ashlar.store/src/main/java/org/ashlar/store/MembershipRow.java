package org.ashlar.store;

import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;

/// A user's membership in a room. Outlives the last member's leave.
///
/// @param room the room
/// @param roomNid its number
/// @param user the user
/// @param membership `join`, `invite`, `knock`, `leave` or `ban`
/// @param event the member event
/// @param eventNid its number
/// @param position where it came into the stream
/// @param forgotten whether the user has forgotten the room
public record MembershipRow(
    RoomId room,
    long roomNid,
    UserId user,
    String membership,
    EventId event,
    long eventNid,
    Position position,
    boolean forgotten) {}
