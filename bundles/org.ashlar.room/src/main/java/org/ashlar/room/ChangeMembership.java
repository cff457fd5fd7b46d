package org.ashlar.room;

import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// A change of somebody's membership, as a person means it.
///
/// @param room the room
/// @param target whose membership; the requester's own for join, leave and knock
/// @param action what is meant
/// @param content further content of the member event, such as `reason`
/// @param thirdPartySigned for a join: the proof that the target owns an address that was invited,
///   with `sender`, `mxid`, `token` and `signatures`; or null
public record ChangeMembership(
    RoomId room,
    UserId target,
    Action action,
    JsonObject content,
    @Nullable JsonObject thirdPartySigned) {
  /// Without a proof of an address.
  ///
  /// @param room the room
  /// @param target whose membership; the requester's own for join, leave and knock
  /// @param action what is meant
  /// @param content further content of the member event, such as `reason`
  public ChangeMembership(RoomId room, UserId target, Action action, JsonObject content) {
    this(room, target, action, content, null);
  }

  /// What is meant.
  public enum Action {
    /// Come in.
    JOIN,
    /// Ask somebody in.
    INVITE,
    /// Go, or decline an invitation.
    LEAVE,
    /// Put somebody out.
    KICK,
    /// Put somebody out for good.
    BAN,
    /// Lift a ban.
    UNBAN,
    /// Ask to be let in.
    KNOCK
  }
}
