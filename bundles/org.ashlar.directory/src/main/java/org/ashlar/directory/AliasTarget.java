package org.ashlar.directory;

import java.util.List;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;

/// Where a room alias leads.
///
/// @param room the room
/// @param servers servers that are in the room, this one first if it is
public record AliasTarget(RoomId room, List<ServerName> servers) {
  /// Copies the list.
  public AliasTarget {
    servers = List.copyOf(servers);
  }
}
