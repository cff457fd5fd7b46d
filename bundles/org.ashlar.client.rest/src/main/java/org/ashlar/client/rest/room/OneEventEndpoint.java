package org.ashlar.client.rest.room;

import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.EventId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.room.RoomViews;

/// One event of any room; of old clients.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3eventseventid Get event
final class OneEventEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/events/{eventId}",
          Route.Auth.USER,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3eventseventid");

  private final Gate<RoomViews> views;

  OneEventEndpoint(Gate<RoomViews> views) {
    this.views = views;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    EventId event = request.eventId("eventId");
    return Reply.ok(views.call(service -> service.event(Callers.of(request), event)));
  }
}
