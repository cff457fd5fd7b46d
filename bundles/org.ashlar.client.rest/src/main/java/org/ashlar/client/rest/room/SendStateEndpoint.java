package org.ashlar.client.rest.room;

import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.event.StateKey;
import org.ashlar.room.Requester;
import org.ashlar.room.Rooms;
import org.ashlar.room.SendEvent;

/// Sends a state event.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidstateeventtypestatekey
///   Send state event
final class SendStateEndpoint implements ClientEndpoint {
  private final Gate<Rooms> rooms;
  private final StatePath path;
  private final Route route;

  SendStateEndpoint(Gate<Rooms> rooms, StatePath path) {
    this.rooms = rooms;
    this.path = path;
    this.route =
        new Route(
            "PUT",
            path.template(),
            Route.Auth.GUEST,
            Route.Rate.MESSAGE,
            "https://spec.matrix.org/v1.19/client-server-api/"
                + "#put_matrixclientv3roomsroomidstateeventtypestatekey");
  }

  @Override
  public Route route() {
    return route;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Requester requester = Callers.active(request);
    RoomId room = request.roomId("roomId");
    StateKey key = path.key(request);
    SendEvent command = new SendEvent(room, key.type(), key.key(), request.body(), null);
    EventId id = rooms.call(service -> service.send(requester, command));
    return Reply.ok(JsonObject.of("event_id", new JsonString(id.value())));
  }
}
