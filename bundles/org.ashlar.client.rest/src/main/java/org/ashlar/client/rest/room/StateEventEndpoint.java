package org.ashlar.client.rest.room;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.event.StateKey;
import org.ashlar.room.RoomViews;

/// One state event or its content.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidstateeventtypestatekey
///   Get state event
final class StateEventEndpoint implements ClientEndpoint {
  private final Gate<RoomViews> views;
  private final StatePath path;
  private final Route route;

  StateEventEndpoint(Gate<RoomViews> views, StatePath path) {
    this.views = views;
    this.path = path;
    this.route =
        new Route(
            "GET",
            path.template(),
            Route.Auth.GUEST,
            Route.Rate.NONE,
            "https://spec.matrix.org/v1.19/client-server-api/"
                + "#get_matrixclientv3roomsroomidstateeventtypestatekey");
  }

  @Override
  public Route route() {
    return route;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomId room = request.roomId("roomId");
    StateKey key = path.key(request);
    boolean whole =
        switch (request.query("format").orElse("content")) {
          case "content" -> false;
          case "event" -> true;
          default ->
              throw MatrixException.invalidParam(
                  "The query parameter format must be content or event.");
        };
    return Reply.ok(
        views.call(service -> service.stateEvent(Callers.of(request), room, key, whole)));
  }
}
