package org.ashlar.client.rest.room;

import java.util.List;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.room.ContextQuery;
import org.ashlar.room.EventContext;
import org.ashlar.room.RoomViews;

/// What happened around an event.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidcontexteventid
///   Context
final class ContextEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/rooms/{roomId}/context/{eventId}",
          Route.Auth.GUEST,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidcontexteventid");

  private static final ClientRequest.Range LIMITS = new ClientRequest.Range(0, 1000);

  private final Gate<RoomViews> views;

  ContextEndpoint(Gate<RoomViews> views) {
    this.views = views;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    JsonObject filter = Paged.filter(request);
    ContextQuery query =
        new ContextQuery(
            request.roomId("roomId"),
            request.eventId("eventId"),
            Paged.limit(request, filter, LIMITS),
            filter);
    EventContext context = views.call(service -> service.context(Callers.of(request), query));
    return Reply.ok(
        JsonObject.builder()
            .put("start", context.start())
            .put("end", context.end())
            .put("event", context.event())
            .put("events_before", new JsonArray(List.copyOf(context.before())))
            .put("events_after", new JsonArray(List.copyOf(context.after())))
            .put("state", new JsonArray(List.copyOf(context.state())))
            .build());
  }
}
