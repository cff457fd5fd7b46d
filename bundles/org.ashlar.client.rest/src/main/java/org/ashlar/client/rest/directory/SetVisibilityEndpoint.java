package org.ashlar.client.rest.directory;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.RoomId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.client.rest.room.Callers;
import org.ashlar.room.Requester;
import org.jspecify.annotations.Nullable;

/// Puts a room into the public list or takes it out.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3directorylistroomroomid
///   Set visibility
final class SetVisibilityEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "PUT",
          "/_matrix/client/v3/directory/list/room/{roomId}",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3directorylistroomroomid");

  private final ClientServices services;

  SetVisibilityEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Requester requester = Callers.active(request);
    RoomId room = request.roomId("roomId");
    boolean isPublic = isPublic(new Fields(request.body()).string("visibility"));
    boolean admin = request.caller().admin();
    services.directory().run(directory -> directory.setPublic(requester, admin, room, isPublic));
    return Reply.ok();
  }

  private static boolean isPublic(@Nullable String visibility) {
    return switch (visibility) {
      case null -> true;
      case "public" -> true;
      case "private" -> false;
      default -> throw MatrixException.invalidParam("The visibility must be public or private.");
    };
  }
}
