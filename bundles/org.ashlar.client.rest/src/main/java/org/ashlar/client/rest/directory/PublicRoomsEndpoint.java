package org.ashlar.client.rest.directory;

import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.install.Installation;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.directory.Directory;
import org.ashlar.directory.PublicRoomsQuery;

/// Shows the public list of rooms.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3publicrooms Public
///   rooms
final class PublicRoomsEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/publicRooms",
          Route.Auth.OPTIONAL,
          Route.Rate.DIRECTORY_SEARCH,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3publicrooms");

  private final ClientServices services;
  private final Installation installation;

  PublicRoomsEndpoint(ClientServices services, Installation installation) {
    this.services = services;
    this.installation = installation;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    if (request.sender() == null && !services.directory().call(Directory::isListOpen)) {
      throw new MatrixException(
          ErrorCode.MISSING_TOKEN, 401, "The list of rooms is shown to users; log in first.");
    }
    PublicRooms.requireOwnServer(request, installation);
    long limit =
        request.queryInteger("limit", 0, new ClientRequest.Range(0, PublicRooms.MOST_ROOMS));
    PublicRoomsQuery query =
        new PublicRoomsQuery(
            null, null, PublicRooms.limit(limit), request.query("since").orElse(null));
    return Reply.ok(
        PublicRooms.answer(services.directory().call(directory -> directory.publicRooms(query))));
  }
}
