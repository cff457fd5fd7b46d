package org.ashlar.client.rest.directory;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Tells whether a room is in the public list.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3directorylistroomroomid
///   Visibility
final class VisibilityEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/directory/list/room/{roomId}",
          Route.Auth.NONE,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3directorylistroomroomid");

  private final ClientServices services;

  VisibilityEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomId room = request.roomId("roomId");
    boolean isPublic = services.directory().call(directory -> directory.isPublic(room));
    return Reply.ok(
        JsonObject.builder().put("visibility", isPublic ? "public" : "private").build());
  }
}
