package org.ashlar.client.rest.room;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.store.MembershipRow;

/// Sets the read marker, and receipts if wanted.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidread_markers
///   Read markers
final class ReadMarkersEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/rooms/{roomId}/read_markers",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3roomsroomidread_markers");

  private final ClientServices services;
  private final Receipts receipts;

  ReadMarkersEndpoint(ClientServices services) {
    this.services = services;
    this.receipts = new Receipts(services);
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomId room = request.roomId("roomId");
    Fields fields = new Fields(request.body());
    Map<String, EventId> markers = new LinkedHashMap<>();
    for (String type : Receipts.TYPES) {
      String event = fields.string(type);
      if (event != null) {
        markers.put(type, event(type, event));
      }
    }
    MembershipRow member = Callers.requireJoined(services, Callers.of(request), room);
    markers.forEach((type, event) -> receipts.set(member, type, event, null));
    return Reply.ok();
  }

  private static EventId event(String type, String text) {
    return EventId.parse(text)
        .orElseThrow(
            () -> MatrixException.invalidParam("The field " + type + " must be an event id."));
  }
}
