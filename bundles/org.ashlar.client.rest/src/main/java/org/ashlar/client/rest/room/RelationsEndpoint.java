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
import org.ashlar.room.RelatedPage;
import org.ashlar.room.RelatedQuery;
import org.ashlar.room.RoomViews;

/// Events that relate to another one: of any relation, of one type of relation, or of one type of
/// event too.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#relationships-api Relationships API
final class RelationsEndpoint implements ClientEndpoint {
  private static final String PATH = "/_matrix/client/v1/rooms/{roomId}/relations/{eventId}";
  private static final String SPEC =
      "https://spec.matrix.org/v1.19/client-server-api/"
          + "#get_matrixclientv1roomsroomidrelationseventid";
  private static final long DEFAULT_LIMIT = 20;
  private static final ClientRequest.Range LIMITS = new ClientRequest.Range(1, 500);

  private final Gate<RoomViews> views;
  private final Form form;
  private final Route route;

  RelationsEndpoint(Gate<RoomViews> views, Form form) {
    this.views = views;
    this.form = form;
    route =
        new Route("GET", PATH + form.path, Route.Auth.USER, Route.Rate.NONE, SPEC + form.anchor);
  }

  /// What the path names.
  enum Form {
    /// Only the event.
    ANY("", ""),
    /// The type of the relation.
    REL_TYPE("/{relType}", "reltype"),
    /// The type of the relation and that of the event.
    EVENT_TYPE("/{relType}/{eventType}", "reltypeeventtype");

    private final String path;
    private final String anchor;

    Form(String path, String anchor) {
      this.path = path;
      this.anchor = anchor;
    }
  }

  @Override
  public Route route() {
    return route;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RelatedQuery query =
        new RelatedQuery(
            request.roomId("roomId"),
            request.eventId("eventId"),
            form == Form.ANY ? null : request.path("relType"),
            form == Form.EVENT_TYPE ? request.path("eventType") : null,
            Paged.token(request, "from"),
            Paged.token(request, "to"),
            Paged.isBackward(request),
            (int) request.queryInteger("limit", DEFAULT_LIMIT, LIMITS),
            request.queryBoolean("recurse", false));
    RelatedPage page = views.call(service -> service.relations(Callers.of(request), query));
    JsonObject.Builder answer =
        JsonObject.builder()
            .put("chunk", new JsonArray(List.copyOf(page.events())))
            .putIfPresent("next_batch", page.nextBatch())
            .putIfPresent("prev_batch", page.prevBatch());
    if (request.query("recurse").isPresent()) {
      answer.put("recursion_depth", page.depth());
    }
    return Reply.ok(answer.build());
  }
}
