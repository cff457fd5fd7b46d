package org.ashlar.room.core;

import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.ServerName;
import org.ashlar.event.EventSigner;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.store.EventStore;

/// What the lanes of this server work with.
///
/// @param store the event store
/// @param rules the authorization rules
/// @param resolvers the state resolution
/// @param state reads state
/// @param server the name of this server
/// @param signer signs events of this server
/// @param commits takes what is to be stored
record Parts(
    Gate<EventStore> store,
    Gate<AuthRules> rules,
    Resolvers resolvers,
    StateAccess state,
    ServerName server,
    EventSigner signer,
    GroupCommit commits) {
  /// Hands an append over to the writer, with the lane held.
  void submit(Lane.Ticket ticket, PendingAppend pending) {
    if (GuestAccess.isEndedBy(pending.append())) {
      store.run(service -> service.keepChore(GuestAccess.removal(ticket.room())));
    }
    ticket.submitted(pending);
    commits.submit(pending);
  }
}
