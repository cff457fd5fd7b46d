package org.ashlar.client.rest.user;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Shows a filter of the user.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridfilterfilterid
///   Filter
final class FilterEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/user/{userId}/filter/{filterId}",
          Route.Auth.USER,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridfilterfilterid");

  private final ClientServices services;

  FilterEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    UserId user = request.ownUserId("userId");
    String id = request.path("filterId");
    return services
        .userData()
        .call(data -> data.filter(user, id))
        .map(Reply::ok)
        .orElseThrow(() -> MatrixException.notFound("There is no such filter."));
  }
}
