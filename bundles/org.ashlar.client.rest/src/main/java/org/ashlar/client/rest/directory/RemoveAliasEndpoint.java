package org.ashlar.client.rest.directory;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.room.Callers;
import org.ashlar.room.Requester;

/// Removes an alias of a room.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3directoryroomroomalias
///   Remove an alias
final class RemoveAliasEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "DELETE",
          "/_matrix/client/v3/directory/room/{roomAlias}",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#delete_matrixclientv3directoryroomroomalias");

  private final ClientServices services;

  RemoveAliasEndpoint(ClientServices services) {
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
    boolean admin = request.caller().admin();
    services.directory().run(directory -> directory.delete(requester, admin, alias));
    return Reply.ok();
  }
}
