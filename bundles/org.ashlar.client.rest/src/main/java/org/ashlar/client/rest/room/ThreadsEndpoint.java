package org.ashlar.client.rest.room;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.room.RoomViews;
import org.ashlar.room.ThreadsPage;
import org.ashlar.room.ThreadsQuery;

/// The threads of a room, the one with the last reply first.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidthreads
///   Threads
final class ThreadsEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v1/rooms/{roomId}/threads",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv1roomsroomidthreads");

  private static final long DEFAULT_LIMIT = 20;
  private static final ClientRequest.Range LIMITS = new ClientRequest.Range(1, 100);

  private final Gate<RoomViews> views;

  ThreadsEndpoint(Gate<RoomViews> views) {
    this.views = views;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    boolean participated =
        switch (request.query("include").orElse("all")) {
          case "all" -> false;
          case "participated" -> true;
          default ->
              throw MatrixException.invalidParam(
                  "The query parameter include must be all or participated.");
        };
    ThreadsQuery query =
        new ThreadsQuery(
            request.roomId("roomId"),
            participated,
            Paged.token(request, "from"),
            (int) request.queryInteger("limit", DEFAULT_LIMIT, LIMITS));
    ThreadsPage page = views.call(service -> service.threads(Callers.of(request), query));
    return Reply.ok(
        JsonObject.builder()
            .put("chunk", new JsonArray(List.copyOf(page.roots())))
            .putIfPresent("next_batch", page.nextBatch())
            .build());
  }
}
