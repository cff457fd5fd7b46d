package org.ashlar.client.rest.room;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.directory.AliasTarget;
import org.ashlar.directory.Directory;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.ChangeMembership.Action;

/// What requests about memberships have in common.
final class Membership {
  private static final String ROOM = "roomIdOrAlias";

  private Membership() {}

  /// What the body adds to the member event: the reason.
  static JsonObject reason(ClientRequest request) {
    return JsonObject.builder().putIfPresent("reason", request.fields().string("reason")).build();
  }

  /// A join of the caller as the body asks for it.
  ///
  /// @throws MatrixException 400 when `third_party_signed` is malformed
  static ChangeMembership join(ClientRequest request, UserId user, RoomId room) {
    JsonObject signed = request.fields().object("third_party_signed");
    if (signed != null) {
      Fields fields = new Fields(signed);
      fields.requiredString("sender");
      fields.requiredString("mxid");
      fields.requiredString("token");
      fields.requiredObject("signatures");
    }
    return new ChangeMembership(room, user, Action.JOIN, reason(request), signed);
  }

  /// The user that the body names.
  ///
  /// @throws MatrixException 400 when there is none
  static UserId target(ClientRequest request) {
    String text = request.fields().requiredString("user_id");
    return UserId.parse(text)
        .orElseThrow(() -> MatrixException.invalidParam("The field user_id must be a user id."));
  }

  /// The room that the path names by its id or alias.
  ///
  /// @throws MatrixException 400 when it is neither, 404 for an alias that leads nowhere
  static RoomId room(ClientRequest request, Gate<Directory> directory) {
    if (request.http().pathParameters().containsKey("roomId")) {
      return request.roomId("roomId");
    }
    String text = request.path(ROOM);
    if (!text.startsWith("#")) {
      return request.roomId(ROOM);
    }
    RoomAlias alias = request.roomAlias(ROOM);
    return directory
        .call(d -> d.resolve(alias))
        .map(AliasTarget::room)
        .orElseThrow(
            () -> MatrixException.notFound("The alias " + alias.value() + " leads to no room."));
  }
}
