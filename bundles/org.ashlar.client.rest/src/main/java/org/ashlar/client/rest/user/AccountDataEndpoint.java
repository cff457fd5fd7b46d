package org.ashlar.client.rest.user;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Shows global account data of the user.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridaccount_datatype
///   Account data
final class AccountDataEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/user/{userId}/account_data/{type}",
          Route.Auth.USER,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3useruseridaccount_datatype");

  private final ClientServices services;

  AccountDataEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    UserId user = request.ownUserId("userId");
    String type = request.shortPath("type");
    return services
        .userData()
        .call(data -> data.accountData(user, null, type))
        .map(Reply::ok)
        .orElseThrow(() -> MatrixException.notFound("There is no account data of this type."));
  }
}
