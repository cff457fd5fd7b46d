package org.ashlar.room.core;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.StateKey;

/// Turns the proof that somebody owns an invited address into an invitation.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#third-party-invites Third-party invites
final class ThirdPartyInvites {
  private ThirdPartyInvites() {}

  /// Adds the invitation that the proof stands for, by who left it at the identity server.
  ///
  /// @param server the name of this server
  /// @param user whom it must name
  /// @param profile the user's profile
  /// @param signed `sender`, `mxid`, `token` and `signatures`
  /// @throws MatrixException 403 when it proves nothing here, 400 when it is malformed
  static void accept(
      LaneWork work, ServerName server, UserId user, JsonObject profile, JsonObject signed) {
    if ("invite".equals(MembershipChanges.membership(work, user))) {
      return;
    }
    UserId sender =
        signed
            .string("sender")
            .flatMap(UserId::parse)
            .orElseThrow(() -> MatrixException.badJson("third_party_signed has no sender."));
    String token =
        signed
            .string("token")
            .orElseThrow(() -> MatrixException.badJson("third_party_signed has no token."));
    if (signed.string("mxid").filter(user.value()::equals).isEmpty()) {
      throw MatrixException.forbidden("The invitation is for another user.");
    }
    Event promise = work.state(new StateKey(EventTypes.THIRD_PARTY_INVITE, token));
    if (promise == null || !promise.sender().equals(sender) || !sender.isOn(server)) {
      throw MatrixException.forbidden("No such invitation by that user waits in this room.");
    }
    JsonObject thirdParty =
        JsonObject.builder()
            .put("display_name", promise.content().string("display_name").orElse(""))
            .put("signed", signed)
            .build();
    work.add(
        sender,
        EventTypes.MEMBER,
        user.value(),
        JsonObject.builder()
            .putAll(profile)
            .put("membership", "invite")
            .put("third_party_invite", thirdParty)
            .build());
  }
}
