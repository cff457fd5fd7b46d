package org.ashlar.sync;

import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.store.StoredEvent;

/// Which invitations a reader is not shown.
///
/// @param all whether it wants none
/// @param senders those of whom it wants none
/// @spec https://spec.matrix.org/v1.19/client-server-api/#invite-permission Invite permission
/// @spec https://spec.matrix.org/v1.19/client-server-api/#ignoring-users Ignoring users
record Refusal(boolean all, Set<UserId> senders) {
  static Refusal of(Sources sources, Window window) {
    return new Refusal(
        sources.views().call(views -> views.refusesInvitations(window.reader())),
        sources.views().call(views -> views.ignored(window.reader())));
  }

  /// Whether an own member event is an invitation that is not shown.
  boolean refuses(StoredEvent event) {
    return OwnHistory.membership(event).equals("invite")
        && (all || senders.contains(event.event().sender()));
  }
}
