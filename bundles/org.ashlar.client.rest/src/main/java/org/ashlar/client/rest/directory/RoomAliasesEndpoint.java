package org.ashlar.client.rest.directory;

import java.util.List;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.room.Callers;
import org.ashlar.room.Requester;

/// Lists the aliases that this server keeps for a room.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidaliases
///   Aliases of a room
final class RoomAliasesEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/rooms/{roomId}/aliases",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidaliases");

  private final ClientServices services;

  RoomAliasesEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Requester reader = Callers.of(request);
    RoomId room = request.roomId("roomId");
    List<RoomAlias> aliases =
        services.directory().call(directory -> directory.aliasesOf(reader, room));
    return Reply.ok(JsonObject.of("aliases", JsonArray.ofStrings(aliases)));
  }
}
