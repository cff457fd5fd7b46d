package org.ashlar.client.rest.room;

import java.util.List;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.limit.Charge;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.room.ChangeMembership;
import org.ashlar.room.Requester;

/// Comes into a room that is named by its id or alias.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3joinroomidoralias Join
final class JoinEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/join/{roomIdOrAlias}",
          Route.Auth.GUEST,
          Route.Rate.JOIN,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3joinroomidoralias");

  private final ClientServices services;

  JoinEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public List<Charge> charges(ClientRequest request) {
    return RoomCharges.join(services, request);
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Requester requester = Callers.active(request);
    RoomId room = Membership.room(request, services.directory());
    ChangeMembership join = Membership.join(request, requester.user(), room);
    services.rooms().run(service -> service.change(requester, join));
    return Reply.ok(JsonObject.of("room_id", new JsonString(room.value())));
  }
}
