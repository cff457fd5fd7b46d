package org.ashlar.room;

import java.util.List;
import org.ashlar.base.id.ServerName;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;

/// What another server told when a member of this one joined, without most members. Signatures and
/// hashes have been checked.
///
/// @param version the version of the room
/// @param join the event by which this server comes in; its auth events are known or delivered
/// @param state the state before it, as far as it was told
/// @param authChain the auth chains of all of them, as far as the state has not their events
/// @param servers the servers that are in the room
public record PartialJoin(
    RoomVersion version,
    Event join,
    List<Event> state,
    List<Event> authChain,
    List<ServerName> servers) {
  /// Copies the lists.
  public PartialJoin {
    state = List.copyOf(state);
    authChain = List.copyOf(authChain);
    servers = List.copyOf(servers);
  }
}
