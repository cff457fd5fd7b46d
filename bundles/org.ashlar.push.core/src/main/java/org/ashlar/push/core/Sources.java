package org.ashlar.push.core;

import org.ashlar.account.UserData;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.push.CheckpointStore;
import org.ashlar.room.RoomViews;
import org.ashlar.store.EventStore;
import org.ashlar.stream.StreamHub;

/// What counts are made from.
record Sources(
    Gate<EventStore> store,
    Gate<RoomViews> views,
    Gate<StreamHub> hub,
    Gate<UserData> userData,
    Gate<CheckpointStore> checkpoints) {
  static Sources of(Selections selections) {
    return new Sources(
        selections.gate(EventStore.class),
        selections.gate(RoomViews.class),
        selections.gate(StreamHub.class),
        selections.gate(UserData.class),
        selections.gate(CheckpointStore.class));
  }
}
