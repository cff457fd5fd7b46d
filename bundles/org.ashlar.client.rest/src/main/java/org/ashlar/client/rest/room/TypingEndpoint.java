package org.ashlar.client.rest.room;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;

/// Says that the user types, or no longer does.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidtypinguserid
///   Typing
final class TypingEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "PUT",
          "/_matrix/client/v3/rooms/{roomId}/typing/{userId}",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3roomsroomidtypinguserid");

  private static final long DEFAULT_MILLIS = 30_000;
  private static final long LONGEST_MILLIS = 120_000;

  private final ClientServices services;

  TypingEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomId room = request.roomId("roomId");
    UserId user = request.ownUserId("userId");
    Fields fields = new Fields(request.body());
    if (!fields.json().has("typing")) {
      throw MatrixException.missingParam("The field typing is missing.");
    }
    Long timeout = fields.integer("timeout");
    if (timeout != null && timeout < 0) {
      throw MatrixException.invalidParam("The field timeout must not be negative.");
    }
    boolean typing = fields.bool("typing", false);
    Callers.requireJoined(services, Callers.active(request), room);
    long millis = typing ? timeout == null ? DEFAULT_MILLIS : Math.min(timeout, LONGEST_MILLIS) : 0;
    services.hub().run(hub -> hub.typing(room, user, millis));
    return Reply.ok();
  }
}
