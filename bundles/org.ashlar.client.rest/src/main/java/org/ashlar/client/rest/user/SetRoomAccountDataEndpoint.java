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

/// Sets account data of the user in a room.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3useruseridroomsroomidaccount_datatype
///   Room account data
final class SetRoomAccountDataEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "PUT",
          "/_matrix/client/v3/user/{userId}/rooms/{roomId}/account_data/{type}",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3useruseridroomsroomidaccount_datatype");

  private final ClientServices services;

  SetRoomAccountDataEndpoint(ClientServices services) {
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
    String type = AccountDataTypes.settable(request.shortPath("type"));
    JsonObject content = request.body();
    services.userData().run(data -> data.setAccountData(user, room, type, content));
    return Reply.ok();
  }
}
