package org.ashlar.client.rest.room;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.room.RoomSnapshot;

/// A room with its last events and its state, for those too who look in without having joined.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidinitialsync
///   Room initial sync
final class RoomInitialSyncEndpoint implements ClientEndpoint {
  private static final long DEFAULT_LIMIT = 10;
  private static final ClientRequest.Range LIMITS = new ClientRequest.Range(0, 100);
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/rooms/{roomId}/initialSync",
          Route.Auth.GUEST,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidinitialsync");

  private final ClientServices services;
  private final Snapshots snapshots;

  RoomInitialSyncEndpoint(ClientServices services) {
    this.services = services;
    snapshots = new Snapshots(services);
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomId room = request.roomId("roomId");
    int limit = (int) request.queryInteger("limit", DEFAULT_LIMIT, LIMITS);
    RoomSnapshot found =
        services.views().call(views -> views.snapshot(Callers.of(request), room, limit));
    return Reply.ok(snapshots.body(request.user(), found));
  }
}
