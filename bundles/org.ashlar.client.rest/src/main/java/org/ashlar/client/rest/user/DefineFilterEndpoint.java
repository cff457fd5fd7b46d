package org.ashlar.client.rest.user;

import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.client.rest.endpoint.FilterForm;

/// Keeps a filter of the user.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3useruseridfilter
///   Filter upload
final class DefineFilterEndpoint implements ClientEndpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_matrix/client/v3/user/{userId}/filter",
          Route.Auth.USER,
          Route.Rate.OTHER,
          "https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3useruseridfilter");

  private final ClientServices services;

  DefineFilterEndpoint(ClientServices services) {
    this.services = services;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    UserId user = request.ownUserId("userId");
    JsonObject filter = request.body();
    FilterForm.check(filter);
    String id = services.userData().call(data -> data.addFilter(user, filter));
    return Reply.ok(JsonObject.builder().put("filter_id", id).build());
  }
}
