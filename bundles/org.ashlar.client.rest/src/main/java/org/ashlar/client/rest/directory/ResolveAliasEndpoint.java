package org.ashlar.client.rest.directory;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.directory.AliasTarget;

/// Tells where a room alias leads.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3directoryroomroomalias
///   Alias
final class ResolveAliasEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/directory/room/{roomAlias}",
          Route.Auth.NONE,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3directoryroomroomalias");

  private final ClientServices services;

  ResolveAliasEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomAlias alias = request.roomAlias("roomAlias");
    AliasTarget target =
        services
            .directory()
            .call(directory -> directory.resolve(alias))
            .orElseThrow(
                () -> MatrixException.notFound("There is no alias " + alias.value() + "."));
    return Reply.ok(
        JsonObject.builder()
            .put("room_id", target.room().value())
            .put("servers", JsonArray.ofStrings(target.servers()))
            .build());
  }
}
