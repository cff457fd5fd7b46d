package org.ashlar.client.rest.user;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Lists the tags that the user gave a room.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridroomsroomidtags
///   Tags of a room
final class TagsEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/user/{userId}/rooms/{roomId}/tags",
          Route.Auth.USER,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridroomsroomidtags");

  private final ClientServices services;

  TagsEndpoint(ClientServices services) {
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
    JsonObject tags =
        services
            .userData()
            .call(data -> data.accountData(user, room, Tags.TYPE))
            .map(Tags::of)
            .orElse(JsonObject.EMPTY);
    return Reply.ok(JsonObject.of(Tags.TAGS, tags));
  }
}
