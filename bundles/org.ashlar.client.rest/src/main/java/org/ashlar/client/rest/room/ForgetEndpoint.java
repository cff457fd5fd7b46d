package org.ashlar.client.rest.room;

import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.room.Rooms;

/// Forgets a room that the user has left.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidforget
///   Forget
final class ForgetEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/rooms/{roomId}/forget",
          Route.Auth.USER,
          Route.Rate.MEMBERSHIP,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidforget");

  private final Gate<Rooms> rooms;

  ForgetEndpoint(Gate<Rooms> rooms) {
    this.rooms = rooms;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomId room = request.roomId("roomId");
    rooms.run(service -> service.forget(Callers.of(request), room));
    return Reply.ok();
  }
}
