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
import org.ashlar.room.Requester;
import org.ashlar.room.Rooms;
import org.ashlar.room.SendEvent;
import org.ashlar.store.Transaction;

/// Sends a message event.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid
///   Send
final class SendEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "PUT",
          "/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}",
          Route.Auth.GUEST,
          Route.Rate.MESSAGE,
          "https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid");

  private final Gate<Rooms> rooms;

  SendEndpoint(Gate<Rooms> rooms) {
    this.rooms = rooms;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Requester requester = Callers.active(request);
    RoomId room = request.roomId("roomId");
    String type = request.shortPath("eventType");
    Transaction transaction =
        new Transaction(
            requester.user(),
            requester.deviceOrEmpty(),
            "PUT /rooms/" + room.value() + "/send/" + type,
            request.shortPath("txnId"));
    SendEvent command = new SendEvent(room, type, null, request.body(), transaction);
    EventId id = rooms.call(service -> service.send(requester, command));
    return Reply.ok(JsonObject.of("event_id", new JsonString(id.value())));
  }
}
