package org.ashlar.client.rest.directory;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.install.Installation;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.Fields;
import org.ashlar.directory.PublicRoomsPage;
import org.ashlar.directory.PublicRoomsQuery;

/// Searches the public list of rooms.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3publicrooms Search
///   public rooms
final class SearchPublicRoomsEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/publicRooms",
          Route.Auth.GUEST,
          Route.Rate.DIRECTORY_SEARCH,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3publicrooms");

  private final ClientServices services;
  private final Installation installation;

  SearchPublicRoomsEndpoint(ClientServices services, Installation installation) {
    this.services = services;
    this.installation = installation;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    PublicRooms.requireOwnServer(request, installation);
    Fields fields = new Fields(request.body());
    JsonObject filter = fields.object("filter");
    Fields wanted = new Fields(filter == null ? JsonObject.EMPTY : filter);
    PublicRoomsQuery query =
        new PublicRoomsQuery(
            wanted.string("generic_search_term"),
            PublicRooms.types(wanted.json()),
            PublicRooms.limit(fields.integer("limit")),
            fields.string("since"));
    PublicRoomsPage page =
        isOfOtherNetwork(fields)
            ? new PublicRoomsPage(List.of(), null, null, 0)
            : services.directory().call(directory -> directory.publicRooms(query));
    return Reply.ok(PublicRooms.answer(page));
  }

  /// Rooms of bridged networks are not listed, as there are none.
  private static boolean isOfOtherNetwork(Fields fields) {
    boolean named = fields.string("third_party_instance_id") != null;
    if (named && fields.bool("include_all_networks", false)) {
      throw MatrixException.invalidParam(
          "third_party_instance_id names one network; leave include_all_networks out.");
    }
    return named;
  }
}
