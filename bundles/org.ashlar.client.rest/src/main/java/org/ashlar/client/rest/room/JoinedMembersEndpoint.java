package org.ashlar.client.rest.room;

import java.util.Map;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.room.RoomViews;

/// The joined members of a room with their profiles.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidjoined_members
///   Joined members
final class JoinedMembersEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/rooms/{roomId}/joined_members",
          Route.Auth.USER,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidjoined_members");

  private final Gate<RoomViews> views;

  JoinedMembersEndpoint(Gate<RoomViews> views) {
    this.views = views;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomId room = request.roomId("roomId");
    Map<String, JsonObject> members =
        views.call(service -> service.joinedMembers(Callers.of(request), room));
    return Reply.ok(JsonObject.of("joined", JsonObject.of(members)));
  }
}
