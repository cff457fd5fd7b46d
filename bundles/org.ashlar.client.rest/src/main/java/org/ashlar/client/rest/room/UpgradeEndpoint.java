package org.ashlar.client.rest.room;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.room.Requester;
import org.ashlar.room.Rooms;
import org.ashlar.room.UpgradeRoom;

/// Replaces a room by one of another version.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidupgrade
///   Upgrade
final class UpgradeEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/rooms/{roomId}/upgrade",
          Route.Auth.USER,
          Route.Rate.ROOM_CREATION,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidupgrade");

  private final Gate<Rooms> rooms;

  UpgradeEndpoint(Gate<Rooms> rooms) {
    this.rooms = rooms;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Requester requester = Callers.active(request);
    RoomId room = request.roomId("roomId");
    Fields fields = new Fields(request.body());
    List<UserId> creators =
        fields.strings("additional_creators").stream().map(UpgradeEndpoint::user).toList();
    UpgradeRoom command = new UpgradeRoom(room, fields.requiredString("new_version"), creators);
    RoomId replacement = rooms.call(service -> service.upgrade(requester, command));
    return Reply.ok(JsonObject.of("replacement_room", new JsonString(replacement.value())));
  }

  private static UserId user(String text) {
    return UserId.parse(text)
        .orElseThrow(
            () ->
                MatrixException.invalidParam(
                    "The field additional_creators must hold only user ids."));
  }
}
