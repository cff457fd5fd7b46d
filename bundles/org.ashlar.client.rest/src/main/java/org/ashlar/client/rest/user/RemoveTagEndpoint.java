package org.ashlar.client.rest.user;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Takes a tag from a room.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3useruseridroomsroomidtagstag
///   Remove a tag
final class RemoveTagEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "DELETE",
          "/_matrix/client/v3/user/{userId}/rooms/{roomId}/tags/{tag}",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3useruseridroomsroomidtagstag");

  private final ClientServices services;

  RemoveTagEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    UserId user = request.ownUserId("userId");
    RoomId room = request.roomId("roomId");
    String tag = Tags.name(request);
    services
        .userData()
        .run(
            data ->
                data.changeAccountData(
                    user, room, Tags.TYPE, content -> Tags.without(content, tag)));
    return Reply.ok();
  }
}
