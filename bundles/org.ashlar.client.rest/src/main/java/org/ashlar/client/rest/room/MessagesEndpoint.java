package org.ashlar.client.rest.room;

import java.util.List;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.room.MessagesQuery;
import org.ashlar.room.RoomViews;
import org.ashlar.room.TimelinePage;

/// A page of the timeline of a room.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidmessages
///   Messages
final class MessagesEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/rooms/{roomId}/messages",
          Route.Auth.GUEST,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidmessages");

  private static final ClientRequest.Range LIMITS = new ClientRequest.Range(1, 1000);

  private final Gate<RoomViews> views;

  MessagesEndpoint(Gate<RoomViews> views) {
    this.views = views;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomId room = request.roomId("roomId");
    request.requiredQuery("dir");
    boolean backward = Paged.isBackward(request);
    JsonObject filter = Paged.filter(request);
    MessagesQuery query =
        new MessagesQuery(
            room,
            Paged.token(request, "from"),
            Paged.token(request, "to"),
            backward,
            Paged.limit(request, filter, LIMITS),
            filter);
    TimelinePage page = views.call(service -> service.messages(Callers.of(request), query));
    JsonObject.Builder answer =
        JsonObject.builder()
            .put("chunk", new JsonArray(List.copyOf(page.events())))
            .put("start", page.start())
            .putIfPresent("end", page.end());
    if (!page.state().isEmpty()) {
      answer.put("state", new JsonArray(List.copyOf(page.state())));
    }
    return Reply.ok(answer.build());
  }
}
