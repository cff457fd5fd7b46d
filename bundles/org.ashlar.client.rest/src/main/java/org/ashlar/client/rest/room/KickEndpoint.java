package org.ashlar.client.rest.room;

import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.room.Requester;
import org.ashlar.room.Rooms;

/// Puts a user out of a room.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidkick Kick
final class KickEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/rooms/{roomId}/kick",
          Route.Auth.USER,
          Route.Rate.MEMBERSHIP,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidkick");

  private final Gate<Rooms> rooms;

  KickEndpoint(Gate<Rooms> rooms) {
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
    UserId target = Membership.target(request);
    JsonObject content = Membership.reason(request);
    rooms.run(
        service ->
            service.change(requester, new ChangeMembership(room, target, Action.KICK, content)));
    return Reply.ok();
  }
}
