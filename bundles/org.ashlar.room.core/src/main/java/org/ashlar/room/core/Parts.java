package org.ashlar.room.core;

import org.ashlar.base.gate.Gate;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.StateResolver;
import org.ashlar.store.EventStore;

/// What the lanes of this server work with.
///
/// @param store the event store
/// @param rules the authorization rules
/// @param resolver the state resolution
/// @param state reads state
/// @param signer signs events of this server; known once prepared
/// @param commits takes what is to be stored
record Parts(
    Gate<EventStore> store,
    Gate<AuthRules> rules,
    Gate<StateResolver> resolver,
    StateAccess state,
    org.ashlar.event.EventSigner signer,
    GroupCommit commits) {}
