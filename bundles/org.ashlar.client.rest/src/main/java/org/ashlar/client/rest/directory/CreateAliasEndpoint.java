package org.ashlar.client.rest.directory;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.client.rest.room.Callers;
import org.ashlar.room.Requester;

/// Gives a room an alias.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3directoryroomroomalias
///   Make an alias
final class CreateAliasEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "PUT",
          "/_matrix/client/v3/directory/room/{roomAlias}",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3directoryroomroomalias");

  private final ClientServices services;

  CreateAliasEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Requester requester = Callers.active(request);
    RoomAlias alias = request.roomAlias("roomAlias");
    RoomId room =
        RoomId.parse(new Fields(request.body()).requiredString("room_id"))
            .orElseThrow(
                () -> MatrixException.invalidParam("The field room_id must be a room id."));
    services.directory().run(directory -> directory.create(requester, alias, room));
    return Reply.ok();
  }
}
