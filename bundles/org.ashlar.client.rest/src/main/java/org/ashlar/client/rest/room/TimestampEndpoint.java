package org.ashlar.client.rest.room;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.room.ClosestEvent;
import org.ashlar.room.RoomViews;

/// The event of a room that is closest to a time.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidtimestamp_to_event
///   Timestamp to event
final class TimestampEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v1/rooms/{roomId}/timestamp_to_event",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidtimestamp_to_event");

  private static final ClientRequest.Range TIMES = new ClientRequest.Range(0, Long.MAX_VALUE);

  private final Gate<RoomViews> views;

  TimestampEndpoint(Gate<RoomViews> views) {
    this.views = views;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomId room = request.roomId("roomId");
    request.requiredQuery("ts");
    long time = request.queryInteger("ts", 0, TIMES);
    request.requiredQuery("dir");
    boolean backward = Paged.isBackward(request);
    ClosestEvent found =
        views
            .call(service -> service.closest(Callers.of(request), room, time, backward))
            .orElseThrow(
                () ->
                    MatrixException.notFound("No event of the room lies there that you may see."));
    return Reply.ok(
        JsonObject.builder()
            .put("event_id", found.id().value())
            .put("origin_server_ts", found.originServerTs())
            .build());
  }
}
