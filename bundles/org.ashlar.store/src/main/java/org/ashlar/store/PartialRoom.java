package org.ashlar.store;

import java.util.List;
import org.ashlar.base.id.ServerName;

/// How a room became partial.
///
/// @param joinNid the number of the event by which this server came in
/// @param servers the servers that were in the room then
public record PartialRoom(long joinNid, List<ServerName> servers) {
  /// Copies the list.
  public PartialRoom {
    servers = List.copyOf(servers);
  }
}
