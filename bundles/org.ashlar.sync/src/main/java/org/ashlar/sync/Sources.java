package org.ashlar.sync;

import org.ashlar.account.UserData;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.presence.Presence;
import org.ashlar.push.UnreadCounts;
import org.ashlar.room.RoomViews;
import org.ashlar.store.EventStore;
import org.ashlar.stream.StreamHub;

/// Where answers come from.
record Sources(
    Gate<EventStore> store,
    Gate<RoomViews> views,
    Gate<StreamHub> hub,
    Gate<UserData> userData,
    Gate<Presence> presence,
    Gate<UnreadCounts> counts) {
  static Sources of(Selections selections) {
    return new Sources(
        selections.gate(EventStore.class),
        selections.gate(RoomViews.class),
        selections.gate(StreamHub.class),
        selections.gate(UserData.class),
        selections.gate(Presence.class),
        selections.gate(UnreadCounts.class));
  }
}
