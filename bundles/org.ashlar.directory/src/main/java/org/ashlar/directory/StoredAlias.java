package org.ashlar.directory;

import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;

/// An alias of this server, as kept.
///
/// @param alias the alias
/// @param room where it leads
/// @param creator who made it
public record StoredAlias(RoomAlias alias, RoomId room, UserId creator) {}
