package org.ashlar.client.rest.room;

import java.util.List;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.store.MembershipRow;

/// The rooms that the user is in.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3joined_rooms Joined
///   rooms
final class JoinedRoomsEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/joined_rooms",
          Route.Auth.USER,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3joined_rooms");

  private final ClientServices services;

  JoinedRoomsEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    List<MembershipRow> rows = services.store().call(store -> store.memberships(request.user()));
    List<RoomId> joined =
        rows.stream()
            .filter(row -> row.membership().equals("join"))
            .map(MembershipRow::room)
            .toList();
    return Reply.ok(JsonObject.of("joined_rooms", JsonArray.ofStrings(joined)));
  }
}
