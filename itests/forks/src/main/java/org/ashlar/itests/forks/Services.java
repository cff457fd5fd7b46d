package org.ashlar.itests.forks;

import org.ashlar.base.gate.Gate;
import org.ashlar.room.RoomViews;
import org.ashlar.room.Rooms;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.StateResolver;
import org.ashlar.store.EventStore;

/// The services of the house that a fork needs.
record Services(
    Gate<EventStore> store,
    Gate<AuthRules> rules,
    Gate<StateResolver> resolver,
    Gate<Rooms> rooms,
    Gate<RoomViews> views) {}
