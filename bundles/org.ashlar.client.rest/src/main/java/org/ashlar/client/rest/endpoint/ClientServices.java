package org.ashlar.client.rest.endpoint;

import org.ashlar.account.Accounts;
import org.ashlar.account.UserData;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
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
public record ClientServices(
    Gate<Accounts> accounts,
    Gate<UserData> userData,
    Gate<StreamHub> hub,
    Gate<Rooms> rooms,
    Gate<RoomViews> views,
    Gate<SyncService> sync,
    Gate<EventStore> store) {
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
        selections.gate(EventStore.class));
  }
}
