package org.ashlar.client.rest.room;

import java.util.List;
import java.util.Set;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.room.RoomViews;
import org.jspecify.annotations.Nullable;

/// The member events of a room, now or at a point of its timeline.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidmembers
///   Members
final class MembersEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/rooms/{roomId}/members",
          Route.Auth.GUEST,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3roomsroomidmembers");

  private static final Set<String> MEMBERSHIPS = Set.of("join", "invite", "knock", "leave", "ban");

  private final Gate<RoomViews> views;

  MembersEndpoint(Gate<RoomViews> views) {
    this.views = views;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomId room = request.roomId("roomId");
    String at = request.query("at").filter(text -> !text.isEmpty()).orElse(null);
    String membership = membership(request, "membership");
    String notMembership = membership(request, "not_membership");
    List<JsonRaw> events =
        views.call(
            service -> service.members(Callers.of(request), room, at, membership, notMembership));
    return Reply.ok(JsonObject.of("chunk", new JsonArray(List.copyOf(events))));
  }

  private static @Nullable String membership(ClientRequest request, String name) {
    String text = request.query(name).orElse(null);
    if (text != null && !MEMBERSHIPS.contains(text)) {
      throw MatrixException.invalidParam(
          "The query parameter " + name + " must be join, invite, knock, leave or ban.");
    }
    return text;
  }
}
