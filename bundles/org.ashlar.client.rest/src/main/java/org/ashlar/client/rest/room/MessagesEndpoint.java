package org.ashlar.client.rest.room;

import java.util.List;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonException;
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

  private static final long DEFAULT_LIMIT = 10;
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
    boolean backward =
        switch (request.requiredQuery("dir")) {
          case "b" -> true;
          case "f" -> false;
          default -> throw MatrixException.invalidParam("The query parameter dir must be b or f.");
        };
    MessagesQuery query =
        new MessagesQuery(
            room,
            request.query("from").filter(text -> !text.isEmpty()).orElse(null),
            request.query("to").filter(text -> !text.isEmpty()).orElse(null),
            backward,
            (int) request.queryInteger("limit", DEFAULT_LIMIT, LIMITS),
            filter(request));
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

  private static JsonObject filter(ClientRequest request) {
    String text = request.query("filter").orElse("");
    if (text.isEmpty()) {
      return JsonObject.EMPTY;
    }
    try {
      if (Json.parse(text) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonException e) {
      throw new MatrixException(
          ErrorCode.NOT_JSON, 400, "The filter is not JSON: " + e.getMessage() + ".");
    }
    throw MatrixException.badJson("The filter must be a JSON object.");
  }
}
