package org.ashlar.room.core;

import java.util.Collection;
import java.util.Set;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;

/// What rooms ask about users. Never called with a lane held.
interface People {
  /// The profile that a user's member events show.
  ///
  /// @return `displayname` and `avatar_url` as far as they are known; empty for other servers'
  ///   users
  JsonObject profile(UserId user);

  /// Whether a user of this server wants no invitations.
  ///
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#invite-permission Invite permission
  boolean blocksInvitations(UserId user);

  /// Gives a user the personal settings of a room in the one that replaces it.
  void carryOver(UserId user, RoomId from, RoomId to);

  /// Those of some users who are guests of this server.
  Set<UserId> guests(Collection<UserId> users);
}
