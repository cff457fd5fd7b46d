package org.ashlar.client.rest.user;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Sets global account data of the user.
///
/// @spec
///   https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3useruseridaccount_datatype
///   Account data
final class SetAccountDataEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "PUT",
          "/_matrix/client/v3/user/{userId}/account_data/{type}",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#put_matrixclientv3useruseridaccount_datatype");

  private final ClientServices services;

  SetAccountDataEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    UserId user = request.ownUserId("userId");
    String type = AccountDataTypes.settable(request.shortPath("type"));
    JsonObject content = request.body();
    services.userData().run(data -> data.setAccountData(user, null, type, content));
    return Reply.ok();
  }
}
