package org.ashlar.client.rest.room;

import java.util.List;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.limit.Charge;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.room.RedactEvent;
import org.ashlar.room.Requester;
import org.ashlar.store.Transaction;

/// Takes the content away from an event.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidredacteventidtxnid
///   Redact
final class RedactEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "PUT",
          "/_matrix/client/v3/rooms/{roomId}/redact/{eventId}/{txnId}",
          Route.Auth.USER,
          Route.Rate.REDACTION,
          "https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidredacteventidtxnid");

  private final ClientServices services;

  RedactEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public List<Charge> charges(ClientRequest request) {
    return RoomCharges.redaction(services, request);
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomId room = request.roomId("roomId");
    EventId target = request.eventId("eventId");
    Requester requester = Callers.redacting(services, request, room, target);
    Transaction transaction =
        new Transaction(
            requester.user(),
            requester.deviceOrEmpty(),
            "PUT /rooms/" + room.value() + "/redact/" + target.value(),
            request.shortPath("txnId"));
    RedactEvent command = new RedactEvent(room, target, Membership.reason(request), transaction);
    EventId id = services.rooms().call(service -> service.redact(requester, command));
    return Reply.ok(JsonObject.of("event_id", new JsonString(id.value())));
  }
}
