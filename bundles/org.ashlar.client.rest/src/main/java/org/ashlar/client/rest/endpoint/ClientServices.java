package org.ashlar.client.rest.endpoint;

import org.ashlar.account.Accounts;
import org.ashlar.account.UserData;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.directory.Directory;
import org.ashlar.directory.InvitationLookup;
import org.ashlar.presence.Presence;
import org.ashlar.room.RoomViews;
import org.ashlar.room.Rooms;
import org.ashlar.store.EventStore;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.SyncService;

/// The gates to all that endpoints call.
///
/// @param accounts users, tokens, devices
/// @param userData account data, filters, receipts, profiles
/// @param hub positions and typing users
/// @param rooms changes of rooms
/// @param views rooms as readers see them
/// @param sync what is new for a reader
/// @param store memberships and events
/// @param directory aliases and the public list of rooms
/// @param presence who is online
/// @param lookup who is behind an address
public record ClientServices(
    Gate<Accounts> accounts,
    Gate<UserData> userData,
    Gate<StreamHub> hub,
    Gate<Rooms> rooms,
    Gate<RoomViews> views,
    Gate<SyncService> sync,
    Gate<EventStore> store,
    Gate<Directory> directory,
    Gate<Presence> presence,
    Gate<InvitationLookup> lookup) {
  /// Makes the gates, without candidates.
  ///
  /// @param selections where gates come from
  /// @return the gates
  public static ClientServices of(Selections selections) {
    return new ClientServices(
        selections.gate(Accounts.class),
        selections.gate(UserData.class),
        selections.gate(StreamHub.class),
        selections.gate(Rooms.class),
        selections.gate(RoomViews.class),
        selections.gate(SyncService.class),
        selections.gate(EventStore.class),
        selections.gate(Directory.class),
        selections.gate(Presence.class),
        selections.gate(InvitationLookup.class));
  }
}
